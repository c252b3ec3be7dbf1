-- Grain: one row per vendor, customer (companies as reported) and period grain with net spend: where the first such
-- period ended. What a group paid itself then was no spend.
{{ config(unique_key='first_period_end') }}
select
    figure.vendor_id,
    figure.customer_id,
    figure.period_grain,
    min(figure.period_end) as first_period_end
from {{ changed_part(ref('int_grouped_figures')) }} as figure
{% if builds_changes_only() %}
-- Whoever had spend before the first change had it first then.
left join {{ this }} as kept
    on
        figure.vendor_id = kept.vendor_id
        and figure.customer_id = kept.customer_id
        and figure.period_grain = kept.period_grain
        and not {{ is_changed('kept.first_period_end') }}
{% endif %}
where
    figure.metric = 'customer_spend'
    and figure.amount_low > 0
    and figure.vendor_group_id <> figure.customer_group_id
    {% if builds_changes_only() %}
    and kept.vendor_id is null
    {% endif %}
group by figure.vendor_id, figure.customer_id, figure.period_grain

-- Grain: one row per vendor, customer (companies as reported) and period grain with net spend: where the first such
-- period ended. What a group paid itself then was no spend.
{{ config(unique_key='first_period_end') }}
{# Whoever had spend before the first change had it first then. #}
{% set without_earlier = 'true' %}
{% if builds_changes_only() %}
{% set without_earlier %}
    not exists (
        select 1 from {{ this }} as kept
        where
            kept.vendor_id = figure.vendor_id
            and kept.customer_id = figure.customer_id
            and kept.period_grain = figure.period_grain
            and not ({{ is_changed('kept.first_period_end') }})
    )
{% endset %}
{% endif %}
select
    figure.vendor_id,
    figure.customer_id,
    figure.period_grain,
    min(figure.period_end) as first_period_end
from {{ changed_part(ref('int_grouped_figures')) }} as figure
where
    figure.metric = 'customer_spend'
    and figure.amount_low > 0
    and figure.vendor_group_id <> figure.customer_group_id
    and {{ without_earlier }}
group by figure.vendor_id, figure.customer_id, figure.period_grain

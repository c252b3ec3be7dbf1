-- Grain: one row per whole and period with named parts: the sums over them, in cents where indices need whole numbers.
-- Shares count positive net amounts; what is negative is summed apart, as credit.
-- Not stored: int_concentration_wholes alone reads it, once.
{{ config(materialized='view') }}
{# Kind by kind: summed all at once, the wholes of 100 million payments do not fit in 8 GB. #}
{% for kind in ['vendor', 'customer', 'market'] %}
select
    '{{ kind }}' as whole_kind,
    whole_id,
    period_grain,
    period_start,
    period_end,
    -- A customer who spent nothing is none, and sets no limit to those not named.
    count(case when high_cents is null or high_cents > 0 then 1 end) as part_count,
    sum(low_cents) as named_low_cents,
    case when count(high_cents) = count(*) then sum(high_cents) end as named_high_cents,
    cast(min(case when high_cents > 0 then high_cents end) as {{ wide_integer() }}) as least_high_cents,
    cast(max(high_cents) as {{ wide_integer() }}) as greatest_high_cents,
    case when count(amount_cents) = count(*) then sum(amount_cents) end as named_cents,
    count(case when low_cents <> high_cents then 1 end) as interval_count,
    count(case when high_cents is null then 1 end) as unbounded_count,
    cast(sum(amount_low) as decimal(18, 2)) as named_net_amount_low,
    cast(sum(case when amount_low < 0 then amount_low end) as decimal(18, 2)) as credit_amount,
    {{ first_by('part_id', part_order()) }} as top_part_id,
    max(tier) as tier,
    max(case when parts_exceed then 1 else 0 end) = 1 as parts_exceed
from (
    select
        *,
        -- One amount fits 64 bits; sums are wider.
        cast({{ cents('case when amount_low > 0 then amount_low else 0 end') }} as bigint) as low_cents,
        cast({{ cents('case when amount_high > 0 then amount_high when amount_high <= 0 then 0 end') }} as bigint)
            as high_cents,
        cast({{ cents('case when amount > 0 then amount when amount <= 0 then 0 end') }} as bigint) as amount_cents
    from {{ ref('int_concentration_parts') }}
    where whole_kind = '{{ kind }}'
) as part
group by whole_id, period_grain, period_start, period_end

{{ 'union all' if not loop.last }}

{% endfor %}

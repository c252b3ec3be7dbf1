-- Grain: one row per known period and side of it: itself (closing) and the period of the same length before (opening).
-- The opening period need not be known: then no figure finds it.
{{ config(materialized='table') }}
with

period as (

    select
        period_grain,
        period_start,
        period_end,
        case period_grain
            when 'month' then -1
            when 'quarter' then -3
            when 'half_year' then -6
            else -12
        end as months_back
    from {{ ref('int_periods') }}

)

select
    period_grain,
    period_start,
    period_end,
    'opening' as side,
    cast({{ dbt.dateadd('month', 'months_back', 'period_start') }} as date) as side_start,
    cast({{ dbt.dateadd('day', -1, 'period_start') }} as date) as side_end
from period

union all

select
    period_grain,
    period_start,
    period_end,
    'closing' as side,
    period_start as side_start,
    period_end as side_end
from period

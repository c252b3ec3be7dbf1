-- Grain: one row per period.
with

period as (

    select
        period_grain,
        period_start,
        period_end,
        cast(extract(year from period_start) as {{ dbt.type_string() }}) as year_name,
        cast(extract(month from period_start) as integer) as first_month,
        substr(cast(period_start as {{ dbt.type_string() }}), 1, 7) as first_month_name,
        substr(cast(period_end as {{ dbt.type_string() }}), 1, 7) as last_month_name
    from {{ ref('int_periods') }}

)

select
    period_grain,
    period_start,
    period_end,
    case period_grain
        when 'month' then first_month_name
        when 'quarter' then year_name || '-Q' || cast(cast((first_month + 2) / 3 as integer) as {{ dbt.type_string() }})
        when 'half_year' then year_name || case when first_month = 1 then '-H1' else '-H2' end
        when 'year' then year_name
        when 'fiscal_year' then 'FY ' || last_month_name
    end as period_name,
    cast({{ dbt.datediff('period_start', 'period_end', 'month') }} as integer) + 1 as months,  -- noqa: LT05
    cast({{ dbt.datediff('period_start', 'period_end', 'day') }} as integer) + 1 as days  -- noqa: LT05
from period
order by period_start, period_end

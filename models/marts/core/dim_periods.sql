-- Grain: one row per period.
select
    period_grain,
    period_start,
    period_end,
    case period_grain
        when 'month' then substr(cast(period_start as {{ dbt.type_string() }}), 1, 7)
        when 'quarter' then
            cast(extract(year from period_start) as {{ dbt.type_string() }})
            || '-Q' || cast(cast((extract(month from period_start) + 2) / 3 as integer) as {{ dbt.type_string() }})
        when 'half_year' then
            cast(extract(year from period_start) as {{ dbt.type_string() }})
            || case when extract(month from period_start) = 1 then '-H1' else '-H2' end
        when 'year' then cast(extract(year from period_start) as {{ dbt.type_string() }})
        when 'fiscal_year' then 'FY ' || substr(cast(period_end as {{ dbt.type_string() }}), 1, 7)
    end as period_name,
    cast({{ months_between_inclusive('period_start', 'period_end') }} as integer) as months,
    cast({{ dbt.datediff('period_start', 'period_end', 'day') }} as integer) + 1 as days
from {{ ref('int_periods') }}
order by period_start, period_end

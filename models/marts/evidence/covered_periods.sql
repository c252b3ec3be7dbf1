-- Grain: one row per company, side of its ledger and period that the ledger covers from first day to last.
select
    covered.company_id,
    covered.side,
    covered.period_grain,
    covered.period_start,
    covered.period_end,
    earlier.period_start as opening_start
from {{ ref('int_covered_periods') }} as covered
left join {{ ref('int_covered_periods') }} as earlier
    on
        covered.company_id = earlier.company_id
        and covered.side = earlier.side
        and covered.period_grain = earlier.period_grain
        and cast({{ dbt.dateadd('day', -1, 'covered.period_start') }} as date) = earlier.period_end
order by covered.company_id, covered.side, covered.period_start, covered.period_end

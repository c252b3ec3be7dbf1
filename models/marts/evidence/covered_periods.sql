-- Grain: one row per company, side of its ledger and period that the ledger covers from first day to last.
select
    company_id,
    side,
    period_grain,
    period_start,
    period_end
from {{ ref('int_covered_periods') }}
order by company_id, side, period_start, period_end

-- Grain: one row per period of the ledger's time or of a figure that somebody stated or that adds up.
select
    period_grain,
    period_start,
    period_end
from {{ ref('int_month_periods') }}

union

select
    period_grain,
    period_start,
    period_end
from {{ ref('int_standing_claims') }}

-- Grain: one row per figure of market_concentration (evidence_key) with ledger lines in it: file, lines, their number
-- and sum.
with

figure as (

    select
        {{ evidence_key('market_concentration', ['market_id', 'period_start', 'period_end']) }} as evidence_key,
        {{ ledger_sums() }}
    from {{ ref('int_ledger_markets') }}
    group by market_id, period_start, period_end

)

select
    evidence_key,
    {{ ledger_evidence() }}
from figure

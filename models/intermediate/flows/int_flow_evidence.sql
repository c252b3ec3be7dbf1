-- Grain: one row per market and period (evidence_key of demand_flows): the ledger lines behind its flows.
-- All lines of the covered customers in both periods, those of vendors that neither lost nor gained among them: that
-- these did not change is part of what the flows say.
{{ config(materialized='table') }}
with

figure as (

    select
        {{ evidence_key('demand_flows', ['market_id', 'period_start', 'period_end']) }} as evidence_key,
        min(first_file) as first_file,
        max(last_file) as last_file,
        min(first_line) as first_line,
        max(last_line) as last_line,
        sum(line_count) as line_count,
        sum(net_amount) as amount
    from {{ ref('int_flow_changes') }}
    group by market_id, period_start, period_end
    having sum(decrease_amount + increase_amount) > 0

)

select
    evidence_key,
    {{ ledger_evidence() }}
from figure

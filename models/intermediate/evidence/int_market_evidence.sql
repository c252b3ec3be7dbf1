-- Grain: one row per market and year from which a demand shift is measured (evidence_key of market_concentration), with
-- ledger lines in it: file, lines, their number and sum. As in evidence.ledger_lines.
with

measured as (

    select
        market_id,
        period_start,
        period_end
    from {{ ref('int_shift_shares') }}

    union

    select
        market_id,
        period_start,
        period_end
    from {{ ref('int_shift_diversions') }}

),

line as (

    select
        ledger.*,
        measured.market_id as stands_in,
        measured.period_start,
        measured.period_end,
        line_market.is_certain
    from measured
    inner join {{ ref('int_line_markets') }} as line_market
        on measured.market_id = line_market.market_id
    inner join {{ ref('int_ledger_months') }} as ledger
        on
            line_market.vendor_id = ledger.vendor_id
            and line_market.line_market_id = ledger.market_id
            and ledger.month_start between measured.period_start and measured.period_end
    where line_market.vendor_id not in ('in_house', 'undisclosed')

),

figure as (

    select
        {{ evidence_key('market_concentration', ['line.stands_in', 'line.period_start', 'line.period_end']) }}
            as evidence_key,
        {{ ledger_sums() }}
    from line
    {{ join_coverage('line', 'vendor') }}
    {{ join_group('vendor_group', 'line.vendor_id', 'line.period_end') }}
    {{ join_group('customer_group', 'line.customer_id', 'line.period_end') }}
    where
        (line.is_certain or vendor_coverage.company_id is not null)
        and coalesce(vendor_group.ultimate_parent_id, line.vendor_id)
        <> coalesce(customer_group.ultimate_parent_id, line.customer_id)
    group by line.stands_in, line.period_start, line.period_end

)

select
    evidence_key,
    {{ ledger_evidence() }}
from figure

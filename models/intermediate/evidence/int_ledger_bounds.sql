-- Grain: one row per actual figure over all markets that somebody states and the ledger knows something of.
-- Exact inside its coverage, elsewhere a lower bound.
with

-- What somebody states a figure of: there are few, and the ledger has millions.
stated as (

    select distinct
        metric,
        vendor_id,
        customer_id,
        period_start,
        period_end
    from {{ ref('int_figure_claims') }}
    where market_id = 'all' and basis = 'actual'

)

select
    'customer_spend' as metric,
    line.vendor_id,
    line.customer_id,
    'all' as market_id,
    line.period_start,
    line.period_end,
    'actual' as basis,
    sum(line.amount) as amount_low,
    case when line.is_covered then sum(line.amount) end as amount_high
from {{ ref('int_ledger_spend') }} as line
inner join stated
    on
        stated.metric = 'customer_spend'
        and line.vendor_id = stated.vendor_id
        and line.customer_id = stated.customer_id
        and {{ same_period('line', 'stated') }}
group by line.vendor_id, line.customer_id, line.period_start, line.period_end, line.is_covered

union all

select
    figure.metric,
    figure.vendor_id,
    figure.customer_id,
    'all' as market_id,
    figure.period_start,
    figure.period_end,
    figure.basis,
    figure.amount_low,
    figure.amount_high
from {{ ref('int_company_figures') }} as figure
inner join stated
    on {{ same_figure('figure', 'stated') }}
where figure.origin = 'ledger' and figure.is_covered and figure.metric <> 'customer_spend'

-- What: every vendor and customer with ledger lines between them in a period have their row in vendor_customers. Where
-- that row rests on the ledger alone, its amounts equal the months of fct_spend of their groups, to the cent.
-- When it matters: vendor_customers rolls companies up to their ultimate parent; a customer lost or counted twice on the
-- way falsifies every share.
-- How to resolve: this is a defect of the project. Follow the pair and period named here through
-- intermediate.int_group_figures and int_part_shares. `difference` is the mart less the ledger; where it is zero, the
-- row is missing, or its point or high differs.
with

{{ ledger_pairs() }},

named_pair as (

    select * from pair
    where vendor_id <> 'undisclosed' and customer_id <> 'undisclosed'

),

named_customer as (

    select * from {{ tested_part(ref('vendor_customers')) }}
    where customer_id <> 'not_named'

)

select
    coalesce(pair.vendor_id, mart.vendor_id) as vendor_id,
    coalesce(pair.customer_id, mart.customer_id) as customer_id,
    coalesce(pair.period_start, mart.period_start) as period_start,
    coalesce(pair.period_end, mart.period_end) as period_end,
    pair.amount as ledger_amount,
    mart.spend_amount_low as mart_amount,
    coalesce(mart.spend_amount_low, 0) - coalesce(pair.amount, 0) as difference
from named_pair as pair
full outer join named_customer as mart
    on
        pair.vendor_id = mart.vendor_id
        and pair.customer_id = mart.customer_id
        and pair.period_start = mart.period_start
        and pair.period_end = mart.period_end
where
    mart.vendor_id is null
    or (
        mart.evidence_tier = 'ledger'
        and mart.evidence_key not in (select claimed.evidence_key from claimed)
        and (
            pair.amount is distinct from mart.spend_amount_low
            or pair.amount is distinct from coalesce(mart.spend_amount, mart.spend_amount_low)
            or pair.amount is distinct from coalesce(mart.spend_amount_high, mart.spend_amount_low)
        )
    )

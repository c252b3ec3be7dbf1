-- What: every vendor, every customer and every pair of them with ledger lines in a period has its row in
-- vendor_concentration, customer_dependence and vendor_customers. Where that row rests on the ledger alone, amount and
-- credits equal the months of fct_spend of its groups, less what a group pays itself, to the cent.
-- When it matters: the concentration marts roll companies up to their ultimate parent; a company lost or
-- counted twice on the way falsifies every share.
-- How to resolve: this is a defect of the project. Follow the company and period named here through
-- intermediate.int_group_figures and int_concentration_wholes. `difference` is the mart less the ledger; where it is
-- zero, the row is missing, or its point, high or credits differ.
{% set wholes = [
    {'kind': 'vendor', 'other': 'customer', 'mart': 'vendor_concentration', 'total': 'revenue_amount'},
    {'kind': 'customer', 'other': 'vendor', 'mart': 'customer_dependence', 'total': 'spend_amount'},
] %}
with

member as (

    select
        company_id,
        ultimate_parent_id,
        valid_from,
        valid_to
    from {{ ref('dim_companies') }}
    where
        company_id <> ultimate_parent_id
        and {{ 'true' if var('roll_up_parents') else 'false' }}

),

period_spend as (

    select
        coalesce(vendor.ultimate_parent_id, spend.vendor_id) as vendor_id,
        coalesce(customer.ultimate_parent_id, spend.customer_id) as customer_id,
        month_period.period_start,
        month_period.period_end,
        spend.spend_amount_low as amount
    from {{ ref('fct_spend') }} as spend
    inner join {{ tested_part(ref('int_month_periods'), 'period_end') }} as month_period
        on spend.period_start = month_period.month_start
    left join member as vendor
        on
            spend.vendor_id = vendor.company_id
            and month_period.period_end between vendor.valid_from and vendor.valid_to
    left join member as customer
        on
            spend.customer_id = customer.company_id
            and month_period.period_end between customer.valid_from and customer.valid_to
    where spend.origin = 'ledger'

),

-- Groups that pay each other, in one row.
pair as (

    select
        vendor_id,
        customer_id,
        period_start,
        period_end,
        sum(amount) as amount
    from period_spend
    where
        vendor_id <> customer_id
        and vendor_id <> 'in_house'
    group by vendor_id, customer_id, period_start, period_end

),

named_pair as (

    select * from pair
    where vendor_id <> 'undisclosed' and customer_id <> 'undisclosed'

),

named_customer as (

    select * from {{ tested_part(ref('vendor_customers')) }}
    where customer_id <> 'not_named'

),

-- What somebody states may be as sure as a ledger, and is no ledger.
claimed as (

    select distinct evidence_key
    from {{ ref('claim_evidence') }}
    where role <> 'ledger'

)

{% for whole in wholes %}
select
    '{{ whole.mart }}' as mart,
    coalesce(ledger.whole_id, mart.{{ whole.kind }}_id) as company_id,
    cast(null as {{ dbt.type_string() }}) as customer_id,
    coalesce(ledger.period_start, mart.period_start) as period_start,
    coalesce(ledger.period_end, mart.period_end) as period_end,
    mart.total_basis,
    ledger.amount as ledger_amount,
    mart.{{ whole.total }}_low as mart_amount,
    coalesce(mart.{{ whole.total }}_low, 0) - coalesce(ledger.amount, 0) as difference
from (
    select
        {{ whole.kind }}_id as whole_id,
        period_start,
        period_end,
        sum(amount) as amount,
        sum(case when {{ whole.other }}_id <> 'undisclosed' then amount else 0 end) as named_amount,
        sum(case when {{ whole.other }}_id <> 'undisclosed' and amount < 0 then amount else 0 end) as credit_amount,
        count(case when {{ whole.other }}_id <> 'undisclosed' then 1 end) as named_lines
    from pair
    where {{ whole.kind }}_id <> 'undisclosed'
    group by {{ whole.kind }}_id, period_start, period_end
) as ledger
full outer join {{ tested_part(ref(whole.mart)) }} as mart
    on
        ledger.whole_id = mart.{{ whole.kind }}_id
        and ledger.period_start = mart.period_start
        and ledger.period_end = mart.period_end
where
    (mart.{{ whole.kind }}_id is null and ledger.named_lines > 0)
    or (
        mart.total_basis = 'ledger'
        and (
            coalesce(ledger.amount, 0) is distinct from mart.{{ whole.total }}
            or mart.{{ whole.total }} is distinct from mart.{{ whole.total }}_low
            or mart.{{ whole.total }} is distinct from mart.{{ whole.total }}_high
        )
    )
    or (
        mart.evidence_tier = 'ledger'
        and mart.evidence_key not in (select claimed.evidence_key from claimed)
        and (
            coalesce(ledger.credit_amount, 0) is distinct from mart.credit_amount
            -- Of a group with a member whose ledger is complete more is known than the sum of its lines.
            or (
                mart.total_basis = 'observed_only'
                and mart.{{ whole.kind }}_id not in (select member.ultimate_parent_id from member)
                and coalesce(ledger.named_amount, 0) is distinct from mart.{{ whole.total }}_low
            )
        )
    )

union all

{% endfor %}
select
    'vendor_customers' as mart,
    coalesce(pair.vendor_id, mart.vendor_id) as company_id,
    coalesce(pair.customer_id, mart.customer_id) as customer_id,
    coalesce(pair.period_start, mart.period_start) as period_start,
    coalesce(pair.period_end, mart.period_end) as period_end,
    cast(null as {{ dbt.type_string() }}) as total_basis,
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

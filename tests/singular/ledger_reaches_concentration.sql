-- What: every vendor and every customer with ledger lines in a period has a row in vendor_concentration or
-- customer_dependence, and where that row's total_basis is ledger, its total equals the months of fct_spend
-- of its group, less what the group pays itself, to the cent.
-- When it matters: the concentration marts roll companies up to their ultimate parent; a company lost or
-- counted twice on the way falsifies every share.
-- How to resolve: this is a defect of the project. Follow the company and period named here through
-- intermediate.int_group_figures and intermediate.int_concentration_wholes.
{% set wholes = [
    {'kind': 'vendor', 'other': 'customer', 'mart': 'vendor_concentration', 'total': 'revenue_amount'},
    {'kind': 'customer', 'other': 'vendor', 'mart': 'customer_dependence', 'total': 'spend_amount'},
] %}
with

company_spend as (

    select
        spend.vendor_id,
        spend.customer_id,
        month_period.period_start,
        month_period.period_end,
        sum(spend.spend_amount_low) as amount
    from {{ ref('fct_spend') }} as spend
    inner join {{ ref('int_month_periods') }} as month_period
        on spend.period_start = month_period.month_start
    where spend.origin = 'ledger'
    group by
        spend.vendor_id, spend.customer_id,
        month_period.period_start, month_period.period_end

),

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
        coalesce(vendor.ultimate_parent_id, company_spend.vendor_id) as vendor_id,
        coalesce(customer.ultimate_parent_id, company_spend.customer_id) as customer_id,
        company_spend.period_start,
        company_spend.period_end,
        company_spend.amount
    from company_spend
    left join member as vendor
        on
            company_spend.vendor_id = vendor.company_id
            and company_spend.period_end between vendor.valid_from and vendor.valid_to
    left join member as customer
        on
            company_spend.customer_id = customer.company_id
            and company_spend.period_end
            between customer.valid_from and customer.valid_to

)

{% for whole in wholes %}
select
    '{{ whole.mart }}' as mart,
    coalesce(ledger.whole_id, mart.{{ whole.kind }}_id) as company_id,
    coalesce(ledger.period_start, mart.period_start) as period_start,
    coalesce(ledger.period_end, mart.period_end) as period_end,
    mart.total_basis,
    ledger.amount as ledger_amount,
    mart.{{ whole.total }} as mart_amount
from (
    select
        {{ whole.kind }}_id as whole_id,
        period_start,
        period_end,
        sum(amount) as amount,
        count(case when {{ whole.other }}_id <> 'undisclosed' then 1 end) as named_lines
    from period_spend
    where
        vendor_id <> customer_id
        and vendor_id <> 'in_house'
        and {{ whole.kind }}_id <> 'undisclosed'
    group by {{ whole.kind }}_id, period_start, period_end
) as ledger
full outer join {{ ref(whole.mart) }} as mart
    on
        ledger.whole_id = mart.{{ whole.kind }}_id
        and ledger.period_start = mart.period_start
        and ledger.period_end = mart.period_end
where
    (mart.{{ whole.kind }}_id is null and ledger.named_lines > 0)
    or (
        mart.total_basis = 'ledger'
        and (
            mart.{{ whole.total }} is null
            or coalesce(ledger.amount, 0) <> mart.{{ whole.total }}
        )
    )
{{ 'union all' if not loop.last }}
{% endfor %}

{# CTEs for the tests of concentration: `pair`, what each group paid another in a period, worked out from the months of
   fct_spend; `member`, who is in a group and when; `claimed`, the keys of rows that do not rest on a ledger alone. #}
{% macro ledger_pairs() -%}
member as (
    {{ group_members() }}
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

-- What somebody states may be as sure as a ledger, and is no ledger.
claimed as (

    select distinct evidence_key
    from {{ ref('claim_evidence') }}
    where role <> 'ledger'

)
{%- endmacro %}


{# Query of who is in a group and when, from dim_companies: nobody where companies are not rolled up. #}
{% macro group_members() -%}
    select
        company_id,
        ultimate_parent_id,
        valid_from,
        valid_to
    from {{ ref('dim_companies') }}
    where
        company_id <> ultimate_parent_id
        and {{ 'true' if var('roll_up_parents') else 'false' }}
{%- endmacro %}

-- Grain: one row per loss event and claim of reported_figures or stretch of ledger lines behind its amounts and
-- shares.
{% set columns = ['role', 'file', 'line', 'row_key', 'source_id', 'attribution', 'said_on', 'quote'] %}
with

-- Periods whose claims count, and whether those about the vendor's total and its other customers do.
used_period as (

    select
        loss_event_id,
        baseline_period_start as period_start,
        baseline_period_end as period_end,
        'actual' as basis,
        true as with_total,
        not is_spend_known or is_bounded_by_total as with_others
    from {{ ref('int_loss_rates') }}

    union all

    select
        loss_event_id,
        realised_period_start as period_start,
        realised_period_end as period_end,
        'actual' as basis,
        false as with_total,
        false as with_others
    from {{ ref('int_loss_realised') }}

    union all

    -- Plans of other customers limit that of a customer whose spend is unknown.
    select
        plan.loss_event_id,
        plan.period_start,
        plan.period_end,
        plan.basis,
        false as with_total,
        not rate.is_spend_known as with_others
    from {{ ref('int_loss_figures') }} as plan
    inner join {{ ref('int_loss_rates') }} as rate
        on plan.loss_event_id = rate.loss_event_id
    inner join {{ ref('int_leaving_customers') }} as event
        on
            plan.loss_event_id = event.loss_event_id
            and event.announced_on between plan.period_start and plan.period_end
    where
        plan.basis = 'planned'
        and (plan.customer_id = rate.customer_id or not rate.is_spend_known)

),

-- The two groups' companies, and the groups that they belonged to at the end of each period.
used_pair as (

    select
        used_period.*,
        vendor.company_id as vendor_id,
        customer.company_id as customer_id,
        coalesce(vendor_group.ultimate_parent_id, vendor.company_id) as vendor_group_id,
        coalesce(customer_group.ultimate_parent_id, customer.company_id) as customer_group_id
    from used_period
    inner join {{ ref('int_loss_members') }} as vendor
        on
            used_period.loss_event_id = vendor.loss_event_id
            and vendor.side = 'vendor'
    inner join {{ ref('int_loss_members') }} as customer
        on
            used_period.loss_event_id = customer.loss_event_id
            and customer.side = 'customer'
    {{ join_group('vendor_group', 'vendor.company_id', 'used_period.period_end') }}
    {{ join_group('customer_group', 'customer.company_id', 'used_period.period_end') }}

),

-- The ledger lines behind the same figures of vendor_customers and vendor_concentration.
ledger_key as (

    select
        loss_event_id,
        {{ evidence_key('vendor_customers', ['vendor_group_id', 'customer_group_id', 'period_start', 'period_end']) }}
            as figure_key
    from used_pair
    where basis = 'actual'

    union

    select
        loss_event_id,
        {{ evidence_key('vendor_concentration', ['vendor_group_id', 'period_start', 'period_end']) }} as figure_key
    from used_pair
    where with_total

)

-- A claim stands behind its period and every coarser one, so it may come twice.
select distinct
    used_pair.loss_event_id,
    {{ 'claim.' ~ columns | join(', claim.') }}
from used_pair
inner join {{ ref('int_claim_periods') }} as claim
    on
        used_pair.vendor_id = claim.vendor_id
        and used_pair.basis = claim.basis
        and {{ same_period('used_pair', 'claim') }}
        and (
            used_pair.customer_id = claim.customer_id
            or used_pair.with_total and claim.customer_id = ''
            or used_pair.with_others and claim.customer_id <> ''
        )

union all

select distinct
    ledger_key.loss_event_id,
    {{ 'ledger.' ~ columns | join(', ledger.') }}
from ledger_key
inner join {{ ref('int_ledger_evidence') }} as ledger
    on ledger_key.figure_key = ledger.evidence_key

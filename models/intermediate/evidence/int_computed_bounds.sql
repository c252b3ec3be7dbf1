-- Grain: one row per subject and thing that other figures say of it: a share from amounts, a total against its parts,
-- a ledger, a remainder against the whole. Claims that do not fit are conflicts.
select
    'share_against_amount' as conflict,
    spend.subject_key,
    'share' as attribute,
    'the amounts stated' as text,
    cast(floor(spend.amount_low / nullif(total.amount_high, 0) * 1e9) / 1e9 as decimal(28, 9)) as low,
    cast(ceil(spend.amount_high / nullif(total.amount_low, 0) * 1e9) / 1e9 as decimal(28, 9)) as high
from {{ ref('int_reported_figures') }} as spend
inner join {{ ref('int_claimed_totals') }} as total
    on
        total.metric = 'vendor_revenue'
        and spend.vendor_id = total.vendor_id
        and spend.market_id = total.market_id
        and {{ same_period('spend', 'total') }}
        and spend.basis = total.basis
where spend.metric = 'customer_spend' and coalesce(spend.amount_low, spend.amount_high) is not null

union all

select
    case when parts_exceed then 'parts_exceed_total' else 'parts_fall_short_of_total' end as conflict,
    {{ subject_key() }} as subject_key,
    'amount' as attribute,
    'the total beside its markets, months, quarters or half-years' as text,
    amount_low as low,
    amount_high as high
from (
    select * from {{ ref('int_claimed_totals') }}
    union all
    select * from {{ ref('int_claimed_spend') }}
) as figure
where is_stated and (parts_exceed or parts_fall_short)

union all

select
    'claim_against_ledger' as conflict,
    {{ subject_key() }} as subject_key,
    'amount' as attribute,
    'the ledger' as text,
    cast(amount_low as decimal(28, 9)) as low,
    cast(amount_high as decimal(28, 9)) as high
from {{ ref('int_ledger_bounds') }}

union all

-- Nobody's spend is less than nothing, so the revenue without a customer is no more than the whole.
select
    'remainder_exceeds_revenue' as conflict,
    rest.subject_key,
    'amount' as attribute,
    'the whole revenue' as text,
    cast(null as decimal(28, 9)) as low,
    cast(total.amount_high as decimal(28, 9)) as high
from {{ ref('int_reported_figures') }} as rest
inner join {{ ref('int_claimed_totals') }} as total
    on
        total.metric = 'vendor_revenue'
        and rest.vendor_id = total.vendor_id
        and rest.market_id = total.market_id
        and {{ same_period('rest', 'total') }}
        and rest.basis = total.basis
where rest.metric = 'revenue_excluding_customer'

union all

-- What the named customers come to, beside a stated revenue that cannot hold them or says that nobody else is there.
select
    case
        when named_low_cents > stated_high_cents then 'parts_exceed_total' else 'parts_fall_short_of_total'
    end as conflict,
    'vendor_revenue|' || {{ key_text('whole_id') }} || '||all|'
    || cast(period_start as {{ dbt.type_string() }}) || '|'
    || cast(period_end as {{ dbt.type_string() }}) || '|actual' as subject_key,
    'amount' as attribute,
    'the customers named' as text,
    cast({{ from_cents('named_low_cents') }} as decimal(28, 9)) as low,
    cast({{ from_cents('named_high_cents') }} as decimal(28, 9)) as high
from {{ ref('int_concentration_wholes') }}
where
    whole_kind = 'vendor'
    and total_basis = 'reported'
    and (
        named_low_cents > stated_high_cents
        or (disclosure = 'complete' and named_high_cents < stated_low_cents)
    )

union all

-- What is known of the subsidiaries, beside a claim about their parent that cannot hold it.
select
    'parts_exceed_total' as conflict,
    {{ subject_key() }} as subject_key,
    'amount' as attribute,
    'the subsidiaries' as text,
    cast(least_amount as decimal(28, 9)) as low,
    cast(null as decimal(28, 9)) as high
from (
    select
        *,
        'all' as market_id
    from {{ ref('int_grouped_figures') }}
) as parent
where least_amount > amount_high

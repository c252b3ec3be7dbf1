-- Grain: one row per known statement about a customer leaving or staying, in the order in which they hold.
-- Vendor and customer as groups on the day of the words: a later merger does not make somebody else leave.
with

claim as (

    {{ known_claims('customer_signals') }}

),

resolved as (

    select
        coalesce(vendor_group.ultimate_parent_id, vendor.company_id) as vendor_id,
        coalesce(customer_group.ultimate_parent_id, customer.company_id) as customer_id,
        claim.signal_id,
        claim.signal,
        -- Leaving words, the strongest first; staying words have no strength.
        case claim.signal
            when 'exiting' then 1
            when 'pausing' then 2
            when 'reducing' then 3
            when 'pulled_back' then 4
            when 'considering_exit' then 5
        end as leaving_rank,
        claim.lost_share_low,
        claim.lost_share_high,
        coalesce(claim.announced_on, claim.said_on) as announced_on,
        claim.effective_from,
        claim.effective_to,
        claim.attribution,
        case claim.attribution
            when 'ledger' then 0
            when 'filing' then 1
            when 'on_record' then 2
            when 'internal_document' then 3
            when 'anonymous' then 4
            when 'analyst' then 5
        end as attribution_rank,
        claim.tier,
        claim.said_on,
        claim.known_on,
        claim.file,
        claim.line,
        claim.row_key,
        claim.source_id,
        claim.quote
    from claim
    inner join {{ ref('stg_company_names') }} as vendor
        on claim.vendor_id = vendor.name
    inner join {{ ref('stg_company_names') }} as customer
        on claim.customer_id = customer.name
    {{ join_group('vendor_group', 'vendor.company_id', 'claim.said_on') }}
    {{ join_group('customer_group', 'customer.company_id', 'claim.said_on') }}

),

-- Companies that speak, and the groups that each belongs to at some time.
speaker as (

    select
        company_id,
        ultimate_parent_id as group_id,
        valid_from,
        valid_to
    from {{ ref('int_company_groups') }}
    where {{ 'true' if var('roll_up_parents') else 'false' }}
    {% for side in ['vendor', 'customer'] %}

    union

    select
        {{ side }}_id as company_id,
        {{ side }}_id as group_id,
        date '1900-01-01' as valid_from,
        date '2199-12-31' as valid_to
    from resolved
    {% endfor %}

),

-- Once the group that a company has joined speaks, it speaks for that company too: what was said before is over.
superseded as (

    select distinct early.row_key
    from resolved as early
    inner join speaker as vendor
        on early.vendor_id = vendor.company_id
    inner join speaker as customer
        on early.customer_id = customer.company_id
    inner join resolved as later
        on
            vendor.group_id = later.vendor_id
            and customer.group_id = later.customer_id
            and later.said_on between vendor.valid_from and vendor.valid_to
            and later.said_on between customer.valid_from and customer.valid_to
            and coalesce(early.said_on, date '1900-01-01') < later.said_on
    where early.vendor_id <> later.vendor_id or early.customer_id <> later.customer_id

)

-- The latest stated is in force, and on one day the best attributed; what nobody dated comes first.
select
    resolved.*,
    superseded.row_key is not null as is_superseded,
    row_number() over (
        partition by resolved.vendor_id, resolved.customer_id
        order by
            coalesce(resolved.said_on, date '1900-01-01') asc, resolved.attribution_rank desc, resolved.signal_id asc
    ) as place
from resolved
left join superseded
    on resolved.row_key = superseded.row_key

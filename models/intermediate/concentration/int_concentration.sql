-- Grain: one row per whole (a vendor's revenue, a customer's spend, a market) and period: every measure of
-- concentration as bounds, the index in points. Empty bounds are unbounded: `unbounded_by` names what causes it.
-- Not stored: each mart takes its kind of wholes, once.
{{ config(materialized='view') }}
{% set share = var('major_customer_share') %}
with

joined as (

    select
        whole.*,
        bounds.hhi_low,
        bounds.hhi_high,
        bounds.top1_share_low,
        bounds.top1_share_high,
        bounds.top3_share_low,
        bounds.top3_share_high,
        bounds.top4_share_low,
        bounds.top4_share_high,
        bounds.named_share_low,
        bounds.named_share_high,
        bounds.unbounded_by,
        1 - coalesce(bounds.named_share_low, 0) as greatest_residual_share,
        major.top_part_share,
        major.top_part_share_low,
        major.top_part_share_high,
        coalesce(major.major_parts, 0) as major_parts,
        coalesce(major.possible_major_parts, 0) as possible_major_parts
    from {{ ref('int_concentration_wholes') }} as whole
    left join {{ ref('int_bounds') }} as bounds
        on {{ same_whole('whole', 'bounds') }}
    left join {{ ref('int_major_parts') }} as major
        on {{ same_whole('whole', 'major') }}

)

select
    whole_kind,
    whole_id,
    period_grain,
    period_start,
    period_end,
    total_basis,
    residual_rule,
    method,
    has_undisclosed,
    part_count,
    -- The total as published: a ledger's with its credits, a stated one raised to its parts. A market's ledger has
    -- bounds where lines name no market.
    case
        when total_basis = 'ledger' and whole_kind = 'market' then stated_low
        when total_basis = 'ledger' then cast(named_net_amount_low + undisclosed_net_amount as decimal(18, 2))
        when total_basis = 'observed_only'
            then cast(greatest(stated_low, named_net_amount_low) as decimal(18, 2))
        else {{ from_cents('total_low_cents') }}
    end as total_amount_low,
    case
        when total_basis = 'ledger' and whole_kind = 'market' then stated_high
        when total_basis = 'ledger' then cast(named_net_amount_low + undisclosed_net_amount as decimal(18, 2))
        when total_basis <> 'observed_only' then {{ from_cents('total_high_cents') }}
    end as total_amount_high,
    case
        when total_basis = 'ledger' and whole_kind = 'market' then stated_amount
        when total_basis = 'ledger' then cast(named_net_amount_low + undisclosed_net_amount as decimal(18, 2))
        else {{ from_cents('total_cents') }}
    end as total_amount,
    cast(credit_amount as decimal(18, 2)) as credit_amount,
    -- What the total leaves beside the named parts and their credits, at the least, at the most, and where both are points.
    case
        when total_basis = 'ledger' then cast(undisclosed_net_amount as decimal(18, 2))
        when total_basis <> 'observed_only'
            then
                {{ from_cents('greatest(total_low_cents - named_high_cents, 0)') }}
                - credit_amount
    end as residual_amount_low,
    case
        when total_basis = 'ledger' then cast(undisclosed_net_amount as decimal(18, 2))
        when total_basis <> 'observed_only' and total_high_cents is not null
            then
                {{ from_cents('greatest(total_high_cents - named_low_cents, 0)') }}
                - credit_amount
    end as residual_amount_high,
    case
        when total_basis = 'ledger' then cast(undisclosed_net_amount as decimal(18, 2))
        when total_basis <> 'observed_only' and total_cents >= named_cents
            then cast({{ from_cents('total_cents - named_cents') }} - credit_amount as decimal(18, 2))
    end as residual_amount,
    case
        when total_cents >= named_cents
            then
                cast(
                    round(1 - cast(named_cents as double) / nullif(cast(total_cents as double), 0), 9) as decimal(10, 9)
                )
    end as residual_share,
    hhi_low,
    hhi_high,
    cast(round(10000 / nullif(cast(hhi_high as double), 0), 6) as decimal(18, 6)) as effective_parts_low,
    cast(round(10000 / nullif(cast(hhi_low as double), 0), 6) as decimal(18, 6)) as effective_parts_high,
    top1_share_low,
    top1_share_high,
    top3_share_low,
    top3_share_high,
    top4_share_low,
    top4_share_high,
    named_share_low,
    named_share_high,
    top_part_id,
    top_part_share,
    top_part_share_low,
    top_part_share_high,
    case when method <> 'none' then major_parts end as major_parts,
    case
        when method = 'none' then null
        when residual_rule in ('complete', 'over_threshold') then possible_major_parts
        when residual_rule in ('largest_only', 'top_customers') and possible_major_parts = 0 then 0
        else
            least(
                possible_major_parts + cast(floor(greatest_residual_share / {{ share }} + 1e-7) as bigint),
                cast(floor(1 / {{ share }} + 1e-7) as bigint)
            )
    end as possible_major_parts,
    unbounded_by,
    is_contradicted,
    case
        when is_contradicted or method = 'none' or total_basis = 'known_vendors' then 'undetermined'
        when hhi_low > {{ var('hhi_threshold') }} then 'above'
        when hhi_high <= {{ var('hhi_threshold') }} then 'not_above'
        else 'undetermined'
    end as concentration_verdict,
    tier
from joined

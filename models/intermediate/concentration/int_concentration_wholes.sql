-- Grain: one row per whole and period with its total, the sums over its named parts, and how it is bounded.
-- Amounts ending in _cents are whole numbers. Shares count positive net amounts; credits stand apart.
--   method  exact  named amounts exact: methods.md 2(5)
--           sum    the total is the sum of parts that are intervals: methods.md 2(4)
--           share  intervals beside a total: methods.md 2(3), sound
--           none   no total: no shares, no indices
with

-- Redacted names are part of a ledger's total, but nobody in particular.
undisclosed as (

    select
        case when customer_id = 'undisclosed' then 'vendor' else 'customer' end as whole_kind,
        case when customer_id = 'undisclosed' then vendor_id else customer_id end as whole_id,
        period_start,
        period_end,
        case when amount_low > 0 then amount_low else 0 end as amount,
        amount_low as net_amount
    from {{ changed_part(ref('int_group_figures')) }}
    where metric = 'customer_spend' and (vendor_id = 'undisclosed' or customer_id = 'undisclosed')

),

joined as (

    select
        coalesce(total.whole_kind, summed.whole_kind) as whole_kind,
        coalesce(total.whole_id, summed.whole_id) as whole_id,
        coalesce(total.period_grain, summed.period_grain) as period_grain,
        coalesce(total.period_start, summed.period_start) as period_start,
        coalesce(total.period_end, summed.period_end) as period_end,
        coalesce(total.total_basis, 'observed_only') as total_basis,
        total.disclosure,
        total.amount_low as stated_low,
        total.amount_high as stated_high,
        case when total.amount_low = total.amount_high then total.amount_low else total.amount end as stated_amount,
        coalesce(total.parts_exceed, false) or coalesce(summed.parts_exceed, false) as parts_exceed,
        greatest(coalesce(total.tier, summed.tier), coalesce(summed.tier, total.tier)) as tier,
        summed.top_part_id,
        coalesce(summed.part_count, 0) as part_count,
        coalesce(summed.named_low_cents, 0) as named_low_cents,
        case when summed.part_count is null then 0 else summed.named_high_cents end as named_high_cents,
        case when summed.part_count is null then 0 else summed.named_cents end as named_cents,
        summed.least_high_cents,
        summed.greatest_high_cents,
        coalesce(summed.interval_count, 0) + coalesce(summed.unbounded_count, 0) as interval_count,
        coalesce(summed.unbounded_count, 0) as unbounded_count,
        coalesce(summed.named_net_amount_low, 0) as named_net_amount_low,
        coalesce(summed.credit_amount, 0) as credit_amount,
        {{ cents('coalesce(undisclosed.amount, 0)') }} as undisclosed_cents,
        coalesce(undisclosed.net_amount, 0) as undisclosed_net_amount,
        undisclosed.whole_id is not null as has_undisclosed
    from {{ changed_part(ref('int_concentration_totals')) }} as total
    full outer join {{ changed_part(ref('int_part_sums')) }} as summed
        on {{ same_whole('total', 'summed') }}
    left join undisclosed
        on
            coalesce(total.whole_kind, summed.whole_kind) = undisclosed.whole_kind
            and coalesce(total.whole_id, summed.whole_id) = undisclosed.whole_id
            and coalesce(total.period_start, summed.period_start) = undisclosed.period_start
            and coalesce(total.period_end, summed.period_end) = undisclosed.period_end

),

residual as (

    select
        *,
        -- What is known of the parts not named; a ledger hides nobody but the redacted.
        case
            when total_basis = 'known_vendors' then 'complete'
            when total_basis = 'ledger' and undisclosed_cents = 0 then 'complete'
            when total_basis = 'ledger' then 'partial'
            -- Named amounts that cannot reach the total contradict the word that nobody else is there.
            when disclosure = 'complete' and named_high_cents < {{ cents('stated_low') }} then 'partial'
            when greatest_high_cents > 0 or unbounded_count > 0 or disclosure = 'over_threshold'
                then coalesce(disclosure, 'partial')
            else 'partial'
        end as residual_rule,
        {{ cents('stated_low') }} as stated_low_cents,
        {{ cents('stated_high') }} as stated_high_cents,
        {{ cents('stated_amount') }} as stated_amount_cents
    from joined

),

contradicted as (

    select
        *,
        parts_exceed
        or coalesce(total_basis = 'reported' and named_low_cents > stated_high_cents, false)
        or coalesce(
            total_basis = 'reported' and disclosure = 'complete' and named_high_cents < stated_low_cents, false
        )
            as is_contradicted
    from residual

),

-- Parts above a stated total raise it to their sum. Where everybody is named the total is their sum, within what is
-- stated of it; greatest and least pass over an empty bound, which is no limit.
bounded as (

    select
        *,
        case
            when total_basis = 'observed_only' then null
            when total_basis <> 'reported' then named_low_cents + undisclosed_cents
            else greatest(stated_low_cents, named_low_cents)
        end as total_low_cents,
        case
            when total_basis = 'observed_only' then null
            when total_basis <> 'reported' then named_high_cents + undisclosed_cents
            when residual_rule = 'complete' and coalesce(stated_high_cents, named_high_cents) is not null
                then greatest(least(stated_high_cents, named_high_cents), named_low_cents)
            when stated_high_cents is null then null
            else greatest(stated_high_cents, named_low_cents)
        end as total_high_cents,
        case
            when total_basis = 'observed_only' then null
            when total_basis = 'ledger' or residual_rule = 'complete' then named_cents + undisclosed_cents
            when stated_amount_cents >= named_low_cents then stated_amount_cents
        end as total_cents
    from contradicted

)

select
    *,
    case
        when total_basis = 'observed_only' or total_high_cents = 0 then 'none'
        when interval_count = 0 then 'exact'
        when residual_rule = 'complete' then 'sum'
        else 'share'
    end as method
from bounded

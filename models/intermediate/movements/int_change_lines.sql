-- Grain: one row per vendor group, customer group and period with ledger lines in it or in the period before: the lines
-- of both, groups as of the end of the period.
select
    pair.vendor_group_id as vendor_id,
    pair.customer_group_id as customer_id,
    pair.period_grain,
    pair.period_start,
    pair.period_end,
    {{ ledger_sums() }}
from {{ ref('int_change_pairs') }} as pair
inner join {{ ref('int_change_periods') }} as period
    on {{ same_period('pair', 'period') }}
inner join {{ ref('int_ledger_spend') }} as ledger
    on
        pair.vendor_id = ledger.vendor_id
        and pair.customer_id = ledger.customer_id
        and period.side_start = ledger.period_start
        and period.side_end = ledger.period_end
where
    pair.metric = 'customer_spend'
    and pair.vendor_group_id <> pair.customer_group_id
group by pair.vendor_group_id, pair.customer_group_id, pair.period_grain, pair.period_start, pair.period_end

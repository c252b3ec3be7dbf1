-- Grain: one row per broken rule of one row of demand_claims.
{{ broken_rules('demand_claims', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}, also=[
    reserved_market_rule(['unclassified', 'unallocated']),
    {
        'column': 'currency',
        'broken': "metric = 'new_revenue' and currency is null",
        'rule': 'empty, but required with new_revenue',
    },
    {
        'column': 'from_vendor_id',
        'broken': same_company('from_vendor_id', 'vendor_id'),
        'rule': 'a vendor does not gain from itself',
    },
    no_rate_rule(rate_day('demand_claims')),
]) }}

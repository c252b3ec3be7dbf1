-- Grain: one row per broken rule of one row of market_vendors.
{{ broken_rules('market_vendors', references={'companies': ref('stg_company_names')}, also=[
    {
        'column': 'market_id',
        'broken': "market_id in ('all', 'unclassified', 'unallocated')",
        'rule': 'a word with a meaning of its own: all, unclassified, unallocated',
    },
]) }}

-- Grain: one row per broken rule of one row of rivalries.
{{ broken_rules('rivalries', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}, also=[
    {
        'column': 'rival_id',
        'broken': same_company('rival_id', 'company_id'),
        'rule': 'a company is no rival of its own',
    },
]) }}

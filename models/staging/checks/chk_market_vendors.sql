-- Grain: one row per broken rule of one row of market_vendors.
{{ broken_rules('market_vendors', references={'companies': ref('stg_company_names')}, also=[
    reserved_market_rule(['all', 'unclassified', 'unallocated']),
]) }}

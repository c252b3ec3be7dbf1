-- Grain: one row per broken rule of one row of contracts.
{{ broken_rules('contracts', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}, also=[
    reserved_market_rule(['unclassified', 'unallocated']),
    ceiling_rule('value_type', 'value_low', 'value_high'),
    no_rate_rule(rate_day('contracts')),
]) }}

-- Grain: one row per broken rule of one row of contracts.
{{ broken_rules('contracts', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}, also=[
    reserved_market_rule(['unclassified', 'unallocated']),
    {
        'column': 'value_high',
        'broken': "value_type = 'ceiling' and " ~ as_type('value_low', 'money', try=true)
            ~ ' is distinct from ' ~ as_type('value_high', 'money', try=true),
        'rule': 'a ceiling has value_low equal to value_high',
    },
    no_rate_rule(rate_day('contracts')),
]) }}

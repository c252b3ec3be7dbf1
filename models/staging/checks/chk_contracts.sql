-- Grain: one row per broken rule of one row of contracts.
{{ broken_rules('contracts', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}, also=[
    {
        'column': 'value_high',
        'broken': "value_type = 'ceiling' and value_low is distinct from value_high",
        'rule': 'a ceiling has value_low equal to value_high',
    },
    no_rate_rule(rate_day('contracts')),
]) }}

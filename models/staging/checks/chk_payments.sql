-- Grain: one row per broken rule of one row of payments.
{{ broken_rules('payments', also=[
    reserved_market_rule(['all', 'unallocated']),
    no_rate_rule(rate_day('payments')),
]) }}

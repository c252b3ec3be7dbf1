-- Grain: one row per broken rule of one row of payments.
{{ broken_rules('payments', also=[
    reserved_company_rule('vendor_id'),
    reserved_company_rule('customer_id'),
    reserved_market_rule(['all', 'unallocated']),
    no_rate_rule(rate_day('payments')),
]) }}

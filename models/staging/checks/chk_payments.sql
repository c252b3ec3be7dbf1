-- Grain: one row per broken rule of one row of payments.
{{ broken_rules('payments', also=[no_rate_rule(rate_day('payments'))]) }}

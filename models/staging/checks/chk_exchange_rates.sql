-- Grain: one row per broken rule of one row of exchange_rates.
{{ broken_rules('exchange_rates') }}

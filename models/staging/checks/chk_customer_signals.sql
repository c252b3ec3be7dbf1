-- Grain: one row per broken rule of one row of customer_signals.
{{ broken_rules('customer_signals', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}) }}

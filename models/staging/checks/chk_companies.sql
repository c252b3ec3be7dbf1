-- Grain: one row per broken rule of one row of companies.
{{ broken_rules('companies') }}

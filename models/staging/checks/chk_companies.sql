-- Grain: one row per broken rule of one row of companies.
{{ broken_rules('companies', also=[reserved_company_rule('company_id')]) }}

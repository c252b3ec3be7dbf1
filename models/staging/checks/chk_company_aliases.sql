-- Grain: one row per broken rule of one row of company_aliases.
{{ broken_rules('company_aliases', also=[
    {
        'column': 'company_id',
        'broken': 'company_id not in (select company_id from ' ~ ref('stg_companies') ~ ')',
        'rule': 'not a company_id of ' ~ input_place('companies'),
    },
    {
        'column': 'alias',
        'broken': 'alias in (select company_id from ' ~ ref('stg_companies') ~ ')',
        'rule': 'already a company_id of ' ~ input_place('companies'),
    },
]) }}

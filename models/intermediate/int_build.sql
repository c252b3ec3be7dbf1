-- Grain: one row, this build: its settings, its versions and the fingerprint of its inputs.
{% set settings = [
    'as_of', 'on_rejected', 'reporting_currency', 'fiscal_year_start_month', 'roll_up_parents', 'hhi_threshold',
    'hhi_guideline', 'major_customer_share',
] %}
with

inputs as (

    select
        md5(
            string_agg(file || ' ' || currency || ' ' || rows_in || ' ' || fingerprint, ', ' order by file, currency)
        ) as inputs_fingerprint
    from {{ ref('chk_totals') }}

)

select
    {% for setting in settings %}
    '{{ var(setting) | string | replace("'", "''") }}' as {{ setting }},
    {% endfor %}
    '{{ dbt_version }}' as dbt_version,
    {{ engine_version() }} as engine_version,
    inputs_fingerprint
from inputs

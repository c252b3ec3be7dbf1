-- Grain: one row, this build: its settings, its versions and the fingerprints of the project and of the inputs.
{% set settings = [
    'as_of', 'on_rejected', 'reporting_currency', 'fiscal_year_start_month', 'roll_up_parents', 'hhi_threshold',
    'hhi_guideline', 'major_customer_share', 'flow_min_share',
] %}
{% set rows_in = 'cast(rows_in as ' ~ dbt.type_string() ~ ')' %}
{% set fingerprint = row_fingerprint(['file', 'currency', rows_in, 'fingerprint']) %}
with

inputs as (

    select
        md5(
            coalesce(cast(sum({{ fingerprint }}) as {{ dbt.type_string() }}), '')
        ) as inputs_fingerprint
    from {{ ref('chk_totals') }}

)

select
    {% for setting in settings %}
    '{{ var(setting) | string | replace("'", "''") }}' as {{ setting }},
    {% endfor %}
    '{{ dbt_version }}' as dbt_version,
    {{ engine_version() }} as engine_version,
    '{{ project_fingerprint() }}' as project_fingerprint,
    inputs_fingerprint
from inputs

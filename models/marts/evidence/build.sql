-- Grain: one row, the build that made this database.
-- The id follows from inputs, settings, versions and the project, so that the same input gives the same build.
{% set columns = [
    'as_of', 'on_rejected', 'reporting_currency', 'fiscal_year_start_month', 'roll_up_parents', 'hhi_threshold',
    'hhi_guideline', 'major_customer_share', 'flow_min_share', 'dbt_version', 'engine_version', 'project_fingerprint',
    'inputs_fingerprint',
] %}
select
    md5({{ columns | join(" || '|' || ") }}) as build_id,
    cast(nullif(as_of, '') as date) as as_of,
    on_rejected,
    reporting_currency,
    cast(fiscal_year_start_month as integer) as fiscal_year_start_month,
    cast(roll_up_parents as boolean) as roll_up_parents,
    cast(hhi_threshold as decimal(11, 6)) as hhi_threshold,
    hhi_guideline,
    cast(major_customer_share as decimal(10, 9)) as major_customer_share,
    cast(flow_min_share as decimal(10, 9)) as flow_min_share,
    dbt_version,
    engine_version,
    project_fingerprint,
    inputs_fingerprint
from {{ ref('int_build') }}

-- What: rows of the inputs that break a rule and are therefore in no other table.
-- When it matters: such a row is missing from every number, so the build fails and publishes nothing
-- (with `on_rejected: quarantine` it goes on without these rows and warns).
-- How to resolve: the end of the run prints each row as `file line N (key): column 'value': rule`. Mend
-- the file, or go on without the rows: dbt build --vars 'on_rejected: quarantine'.
{% set on_rejected = var('on_rejected') %}
{% if on_rejected not in ['fail', 'quarantine'] %}
    {{ exceptions.raise_compiler_error("on_rejected '" ~ on_rejected ~ "': not one of fail, quarantine") }}
{% endif %}
{{ config(severity='warn' if on_rejected == 'quarantine' else 'error') }}
select
    file,
    line,
    row_key,
    column_name,
    value,
    rule
from {{ ref('rejected_rows') }}

-- Grain: one row per rule that a row of an input breaks; such rows stand in no other table.
select
    file,
    line,
    row_key,
    column_name,
    value,
    rule
from {{ ref('int_rejected_rows') }}
order by file, line, row_key, column_name, rule

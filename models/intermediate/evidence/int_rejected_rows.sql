-- Grain: one row per rule that a row of an input breaks.
{% for input in input_names() %}
select
    file,
    line,
    row_key,
    column_name,
    value,
    rule
from {{ ref('chk_' ~ input) }}
{{ 'union all' if not loop.last }}
{% endfor %}

{#
    on-run-end: prints every rejected row as `file line N (key): column 'value': rule`, without the line where there are none. Where there are more than 50,
    those that break the same rule in the same column of a file share a line; all stand in evidence.rejected_rows.
#}
{% macro report_rejected_rows() %}
    {% if not execute or flags.WHICH not in ('build', 'run', 'test') %}{{ return('') }}{% endif %}
    {% set relation = adapter.get_relation(target.database, 'evidence', 'rejected_rows') %}
    {% if not relation or not results_hold('rejected_rows') %}{{ return('') }}{% endif %}
    {% set total = run_query('select count(*) as total from ' ~ relation)[0].total | int %}
    {% if not total %}{{ return('') }}{% endif %}
    {% set rows = run_query(rejected_lines(relation, 1000000000 if total <= 50 else 1)) %}
    {% for row in rows.rows[:100] %}
        {% do log(row.message, info=true) %}
    {% endfor %}
    {% if rows | length > 100 %}
        {% do log('... and ' ~ (rows | length - 100) ~ ' more lines like these', info=true) %}
    {% endif %}
    {% if total > 50 %}
        {% do log('All of them: select * from evidence.rejected_rows, in '
            ~ env_var('VENDOR_SHOCK_HOME', 'warehouse') ~ '/build.duckdb', info=true) %}
    {% endif %}
    {% set quarantine = var('on_rejected') == 'quarantine' %}
    {% do log(total ~ ' broken rules: the rows are left out of every number'
        ~ (' (on_rejected: quarantine).' if quarantine else
           '; nothing is published. Mend them, or go on without them: '
           ~ "dbt build --vars 'on_rejected: quarantine'"), info=true) %}
{% endmacro %}


{# Query of the lines to print: of rows that break the same rule in the same column of a file each for itself, if
   there are no more than `most`, else one for all. The text is put together here, since dbt takes a text that reads
   "null" for none. #}
{% macro rejected_lines(relation, most) %}
with rejected as (

    select
        file,
        line,
        row_key,
        column_name,
        rule,
        coalesce('''' || {{ printable('value', 80) }} || '''', 'empty') as shown_value,
        row_number() over (partition by file, column_name, rule order by line, row_key) as place,
        count(*) over (partition by file, column_name, rule) as alike
    from {{ relation }}

),

line_to_print as (

    select
        file,
        line,
        row_key,
        column_name,
        rule,
        {{ printable('file', 300) }} || coalesce(' line ' || line, '') || ' (' || {{ printable('row_key', 80) }} || '): ' || column_name
        || ' ' || shown_value || ': ' || rule as message
    from rejected
    where alike <= {{ most }}

    union all

    select
        file,
        min(line) as line,
        min(row_key) as row_key,
        column_name,
        rule,
        {{ printable('file', 300) }} || ': ' || column_name || ' in ' || max(alike) || ' rows, ' || coalesce(
            'lines ' || string_agg(case when place <= 5 then line end, ', ' order by place),
            string_agg(case when place <= 5 then {{ printable('row_key', 80) }} end, ', ' order by place)
        )
        || case when max(alike) > 5 then ' and so on' else '' end || ', as '
        || max(case when place = 1 then shown_value end) || ': ' || rule as message
    from rejected
    where alike > {{ most }}
    group by file, column_name, rule

)

select regexp_replace(message, '\s+', ' ', 'g') as message
from line_to_print
order by file, line, row_key, column_name, rule
{% endmacro %}


{# Text as it may stand in a line that is printed: no longer than some characters, and without those that break the
   line, hide, turn the direction of writing or speak to a terminal. #}
{% macro printable(column, length) %}
    {%- set short = "case when length(" ~ column ~ ") > " ~ length ~ " then left(" ~ column ~ ", " ~ (length - 3) ~ ") || '...' else "
        ~ column ~ " end" -%}
    regexp_replace(
        regexp_replace({{ short }}, '\s', ' ', 'g'),
        '[\x00-\x1F\x7F\x{80}-\x{9F}\x{200B}\x{200E}\x{200F}\x{2028}-\x{202E}\x{2066}-\x{2069}\x{FEFF}]', '�', 'g'
    )
{%- endmacro %}


{# Whether the running command has just built this model. #}
{% macro results_hold(model) %}
    {% for result in results %}
        {% if result.node.name == model and result.node.resource_type == 'model' and result.status == 'success' %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}

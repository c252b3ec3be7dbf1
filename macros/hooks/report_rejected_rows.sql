{# on-run-end: prints every rejected row as `file line N (key): column 'value': rule`, at most 100. #}
{% macro report_rejected_rows() %}
    {% if not execute or flags.WHICH not in ('build', 'run', 'test') %}{{ return('') }}{% endif %}
    {% set relation = adapter.get_relation(target.database, 'evidence', 'rejected_rows') %}
    {% if not relation or not results_hold('rejected_rows') %}{{ return('') }}{% endif %}
    {% set rows = run_query(
        'select file, line, row_key, column_name, value, rule, count(*) over () as total from ' ~ relation
        ~ ' order by file, line, row_key, column_name, rule limit 100') %}
    {% for row in rows %}
        {% set place = row.file ~ (' line ' ~ row.line if row.line is not none else '') %}
        {% set value = "'" ~ (row.value | string | truncate(80)) ~ "'" if row.value is not none else 'empty' %}
        {% set message = place ~ ' (' ~ row.row_key ~ '): ' ~ row.column_name ~ ' ' ~ value ~ ': ' ~ row.rule %}
        {% do log(message.split() | join(' '), info=true) %}
    {% endfor %}
    {% if rows | length %}
        {% set total = rows[0].total %}
        {% if total > 100 %}
            {% do log('... and ' ~ (total - 100) ~ ' more: select * from evidence.rejected_rows', info=true) %}
        {% endif %}
        {% set quarantine = var('on_rejected') == 'quarantine' %}
        {% do log(total ~ ' broken rules: the rows are left out of every number'
            ~ (' (on_rejected: quarantine).' if quarantine else
               '; nothing is published. Mend them, or go on without them: '
               ~ "dbt build --vars 'on_rejected: quarantine'"), info=true) %}
    {% endif %}
{% endmacro %}


{# Whether the running command has just built this model. #}
{% macro results_hold(model) %}
    {% for result in results %}
        {% if result.node.name == model and result.node.resource_type == 'model' and result.status == 'success' %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}

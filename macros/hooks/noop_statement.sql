{#
    dbt's own macro of this name, which only seeds use, less one line: it does not write the
    SQL of a seed to target/run. dbt builds that path by joining the seed's path to it, and
    an absolute input folder makes that the path of the input file, which dbt would overwrite.
#}
{% macro noop_statement(name=none, message=none, code=none, rows_affected=none, res=none) %}
    {# Jinja wants a macro that is called with a block to use it. #}
    {% set sql = caller() %}
    {% if name is not none %}
        {{ store_raw_result(
            name, message=message, code=code, rows_affected=rows_affected, agate_table=res
        ) }}
    {% endif %}
{% endmacro %}

{# The version of the database engine, as text. #}
{% macro engine_version() %}
    {{- return(adapter.dispatch('engine_version')()) -}}
{% endmacro %}

{% macro duckdb__engine_version() %}{{ return("'DuckDB ' || version()") }}{% endmacro %}

{% macro spark__engine_version() %}{{ return("'Spark ' || version()") }}{% endmacro %}

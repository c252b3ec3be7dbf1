{# Before a CTE that is named more than once and larger than memory: read anew each time. DuckDB stores such a CTE, so
   that a ledger's rows go through the disk; Spark does not. #}
{% macro not_materialized() %}
    {{- return(adapter.dispatch('not_materialized')()) -}}
{% endmacro %}

{% macro duckdb__not_materialized() %}{{ return('not materialized') }}{% endmacro %}

{% macro spark__not_materialized() %}{{ return('') }}{% endmacro %}

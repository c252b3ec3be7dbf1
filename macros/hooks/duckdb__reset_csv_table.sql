{#
    Make the table of a seed anew each time. dbt only empties it unless told --full-refresh,
    and then a build database of an earlier version, with other columns, stops the build.
#}
{% macro duckdb__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
    {{ return(default__reset_csv_table(model, true, old_relation, agate_table)) }}
{% endmacro %}

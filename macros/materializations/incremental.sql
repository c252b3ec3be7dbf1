{#
    A model that is built in parts: made anew where the plan says so (should_full_refresh), and then as any other table,
    without the steps of dbt-duckdb's own under another name; else dbt-duckdb's own.
#}
{% materialization incremental, adapter='duckdb' %}
    {% if should_full_refresh() or not load_cached_relation(this).is_table %}
        {{ return(materialization_table_duckdb()) }}
    {% endif %}
    {{ return(dbt.materialization_incremental_duckdb()) }}
{% endmaterialization %}

{#
    A table of the build database, made under its own name in one transaction, which brings the old one back where
    the new one cannot be made.

    dbt-duckdb's own table is made under another name; then the old one is renamed, the new one is, and the old one
    dropped: four steps more for each model, a tenth of a small build. It can also hold grants, indexes, foreign keys
    and models in Python, none of which there are here.
#}
{% materialization table, adapter='duckdb' %}
    {% set existing = load_cached_relation(this) %}
    {% set relation = this.incorporate(type='table') %}

    {{ run_hooks(pre_hooks) }}
    {% call statement('main') %}
        {% if existing %}
            drop {{ existing.type }} {{ existing }};
        {% endif %}
        {{ create_table_as(false, relation, compiled_code) }}
    {% endcall %}
    {{ run_hooks(post_hooks) }}
    {% do persist_docs(relation, model) %}
    {{ adapter.commit() }}

    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

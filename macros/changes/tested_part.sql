{# A relation, or in a build of changes that goes on from rows that were tested the part that it made anew: what is kept
   is what was tested then (kept_rows_stay). Tests that compare kept rows with what is made anew read all.
   Of a model that is built in parts the key is its own; of anything else all is read, unless a key is given. #}
{% macro tested_part(relation, key=none) %}
    {% if not tests_changes_only() %}{{ return(relation) }}{% endif %}
    {% for node in kept_models() if node.relation_name == relation | string %}
        {{ return(changed_part(relation, node.config.unique_key)) }}
    {% endfor %}
    {{ return(changed_part(relation, key) if key else relation) }}
{% endmacro %}


{# Whether what a build of changes keeps need not be tested again: every test of the build before passed. #}
{% macro tests_changes_only() %}
    {{ return(builds_changes_only()
        and run_query('select coalesce(bool_and(have_passed), false) as have_passed from state.tests')[0].have_passed) }}
{% endmacro %}


{# The models that a build of changes keeps a part of, by name. #}
{% macro kept_models() %}
    {{ return(graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | selectattr('config.materialized', 'equalto', 'incremental') | sort(attribute='name') | list) }}
{% endmacro %}


{# Start of a query, up to its condition, of how many rows a kept model has of each month or period, and of a mart also
   of a sum over all values in them. #}
{% macro totals_of_rows(node) %}
    select
        {{ node.config.unique_key }},
        count(*) as row_count,
        {{ 'sum(hash(*columns(*)))' if node.schema == 'marts' else 'cast(0 as hugeint)' }} as fingerprint
    from {{ node.relation_name }}
{% endmacro %}

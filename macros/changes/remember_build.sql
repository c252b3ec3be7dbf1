{#
    Keep what the next build finds changes against: the tables below, and what they were built from; what its kept rows
    must still come to, and whether every test passed. Only of a whole build of which every model succeeded; its tests
    may have failed, for they change no number, and then the next build tests all of it again.

    Called by on-run-end with dbt's `results`.
#}
{% macro remember_build(results) %}
    {% if not execute or not builds_on_state() or flags.WHICH == 'test' or not payments_are_in_place() %}{{ return('') }}{% endif %}
    {% set models = results | selectattr('node.resource_type', 'equalto', 'model') | list %}
    {% set built = models | selectattr('status', 'equalto', 'success') | list %}
    {% if flags.WHICH == 'build' and not left_out_by_options() and built | length == models | length %}
        {% for result in built if result.node.name in remembered_models() %}
            {% do run_query('create or replace table state.' ~ result.node.name ~ ' as from ' ~ result.node.relation_name) %}
        {% endfor %}
        {% set totals = [] %}
        {% for node in kept_models() %}
            {% do totals.append(remember_totals(node)) %}
        {% endfor %}
        {% do run_query(totals | join) %}
        {% do run_query('create or replace table state.tests as select ' ~ (not why_not_published(results))
            ~ ' as have_passed') %}
        {% do run_query('insert into state.basis from state.next_basis') %}
    {% elif not built | selectattr('node.config.materialized', 'equalto', 'incremental') | list %}
        {# No kept table has changed, so the build before still stands. #}
        {% do run_query('insert into state.basis from state.basis_before') %}
        {% do run_query('insert into state.published from state.published_before') %}
    {% endif %}
{% endmacro %}


{# Keep by which identity the published database is known: it is the build that was remembered last. #}
{% macro remember_published(identity) %}
    {% if not payments_are_in_place() %}{{ return('') }}{% endif %}
    {% do run_query("insert into state.published values ('" ~ identity ~ "')") %}
{% endmacro %}


{# The identity of the published database, if it is the build before this one; empty: it is not, or none is known. #}
{% macro published_before() %}
    {% if not builds_changes_only() %}{{ return('') }}{% endif %}
    {% set known = run_query('select identity from state.published_before') %}
    {{ return(known[0].identity if known else '') }}
{% endmacro %}


{# Statements that keep the totals of a model's rows; in a build of changes of those that it made anew, so that what it
   was to keep is measured against the build that made it. #}
{% macro remember_totals(node) %}
    {% set key = node.config.unique_key %}
    {% set made = is_changed(key) if builds_changes_only() else 'true' %}
    delete from state.totals
    where model = '{{ node.name }}' and part in (
        select {{ key }} from (select part as {{ key }} from state.totals) as known where {{ made }}
    );

    insert into state.totals
    select '{{ node.name }}', * from ({{ totals_of_rows(node) }} where {{ made }} group by {{ key }});
{% endmacro %}


{# Models that a build compares with what they were in the build before. #}
{% macro remembered_models() %}
    {{ return([
        'chk_payment_months', 'chk_payments', 'stg_exchange_rates', 'int_exchange_rates', 'int_covered_periods',
        'int_claimed_totals', 'int_standing_claims', 'int_committed_revenue',
    ]) }}
{% endmacro %}


{# What one of these models was in the build before. #}
{% macro before(name) %}
    {{ return('state.' ~ name) }}
{% endmacro %}

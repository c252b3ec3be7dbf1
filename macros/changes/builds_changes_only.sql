{# Whether this run builds only what changed since the last good build (plan_build). Never in a unit test. #}
{% macro builds_changes_only() %}
    {% if not execute or not builds_on_state() or model.resource_type == 'unit_test' or not payments_are_in_place() %}
        {{ return(false) }}
    {% endif %}
    {{ return(run_query('select coalesce(bool_or(is_partial), false) as is_partial from state.plan')[0].is_partial) }}
{% endmacro %}


{# dbt's own macro of this name, which the materialization `incremental` asks: everything is also built anew where the
   plan says so. #}
{% macro should_full_refresh() %}
    {{ return(flags.FULL_REFRESH or not builds_changes_only()) }}
{% endmacro %}


{# Whether the payments stay where they are, so that there may be many of them. #}
{% macro payments_are_in_place() %}
    {{ return(input_kind('payments') != 'seed') }}
{% endmacro %}

{#
    Decide whether a build makes everything anew or only what changed since the last good one, and say which.

    Called by on-run-start. Only a whole `dbt build` decides; any other command keeps the decision of the build
    before, and makes the next one build everything if it made a model that is built in parts. Where the payments are a
    seed everything is always built: it is small. The state of the last good build stands in the schema `state` of the
    build database (remember_build): what it was built from, part by part, and the tables that changes are found against.
#}
{% macro plan_build() %}
    {% if not execute or not builds_on_state() %}{{ return('') }}{% endif %}
    {% if not payments_are_in_place() %}
        {% do run_query('drop schema if exists state cascade') %}
        {{ return('') }}
    {% endif %}
    {% do run_query('create schema if not exists state') %}
    {% do run_query('create table if not exists state.plan (is_partial boolean)') %}
    {% do run_query('create table if not exists state.basis (part varchar, fingerprint varchar)') %}
    {% do run_query('create table if not exists state.published (identity varchar)') %}
    {% do run_query('create table if not exists state.tests (have_passed boolean)') %}
    {% do run_query('create table if not exists state.totals (model varchar, part date, row_count bigint, fingerprint hugeint)') %}
    {% if flags.WHICH == 'test' %}{{ return('') }}{% endif %}

    {# From here on until its end, a build that is killed leaves nothing to go on from. #}
    {% do run_query('create or replace table state.basis_before as from state.basis') %}
    {% do run_query('delete from state.basis') %}
    {% do run_query('create or replace table state.published_before as from state.published') %}
    {% do run_query('delete from state.published') %}
    {% if flags.WHICH != 'build' or left_out_by_options() %}{{ return('') }}{% endif %}

    {% do run_query('create or replace table state.next_basis as select * from (values '
        ~ build_basis() | join(', ') ~ ') as basis (part, fingerprint)') %}
    {% set reason = why_everything() %}
    {% do run_query('create or replace table state.plan as select ' ~ (not reason) ~ ' as is_partial') %}
    {% do log('Building everything: ' ~ reason if reason
        else 'Building what changed in the payments since the last build.', info=true) %}
{% endmacro %}


{# Whether this run may use or change the state of the last build. #}
{% macro builds_on_state() %}
    {{ return(target.type == 'duckdb' and flags.WHICH in ['build', 'run', 'test', 'seed', 'snapshot', 'retry']) }}
{% endmacro %}


{# Why everything is built, in a few words; empty: only what changed is. #}
{% macro why_everything() %}
    {% if flags.FULL_REFRESH %}{{ return('--full-refresh asks for it.') }}{% endif %}
    {% if not run_query('select 1 from state.basis_before limit 1') %}
        {{ return('there is no good build to go on from.') }}
    {% endif %}
    {% set changed = run_query(
        'select coalesce(next.part, before.part) as part from state.next_basis as next '
        ~ 'full outer join state.basis_before as before on next.part = before.part '
        ~ 'where next.fingerprint is distinct from before.fingerprint order by part'
    ) %}
    {% if changed %}
        {{ return(changed.columns[0].values() | join(', ') ~ ' changed since the last build.') }}
    {% endif %}
    {{ return('') }}
{% endmacro %}


{# What gives old months another meaning when it changes, as SQL rows (part, fingerprint): the project, the versions,
   each setting, and each input except payments, whose months are compared, coverage and rates, whose periods are. #}
{% macro build_basis() %}
    {% set rows = ["('the project', '" ~ project_fingerprint() ~ "')", "('dbt', '" ~ dbt_version ~ "')",
        "('DuckDB', version())"] %}
    {% for name in setting_rules() | map('first') %}
        {% do rows.append("('the setting " ~ name ~ "', '" ~ adapter.escape_sql_string(var(name) | string) ~ "')") %}
    {% endfor %}
    {% for input in input_names() if input not in ['payments', 'ledger_coverage', 'exchange_rates'] %}
        {% do rows.append("('" ~ input ~ "', (" ~ input_digest(input) ~ "))") %}
    {% endfor %}
    {{ return(rows) }}
{% endmacro %}


{# Query of one text that stands for all of an input: its files, or the rows of a relation. #}
{% macro input_digest(input) %}
    {% set kind = input_kind(input) %}
    {% if kind == 'relation' %}
        {{ return("select count(*) || ' ' || coalesce(sum(hash(located)), 0) from " ~ input_location(input) ~ ' as located') }}
    {% endif %}
    {% set path = input_location(input) if kind != 'seed'
        else adapter.get_seed_file_path(graph.nodes['seed.' ~ project_name ~ '.' ~ input]) %}
    {{ return("select string_agg(md5(content), ' ' order by filename) from read_blob('"
        ~ adapter.escape_sql_string(path) ~ "')") }}
{% endmacro %}

{#
    Publish the build if it was whole and good; otherwise say in one line why not.

    Only a plain `dbt build` in which every seed, model and test ran and passed replaces
    the published database. Called by on-run-end with dbt's `results`.
#}
{% macro publish(results) %}
    {% set building = flags.WHICH in ['build', 'run', 'seed', 'snapshot', 'test'] %}
    {% if execute and target.type == 'duckdb' and building %}
        {% set file = env_var('VENDOR_SHOCK_HOME', 'warehouse') ~ '/vendor_shock.duckdb' %}
        {% set reason = why_not_published(results) %}
        {% if reason %}
            {{ log('Nothing published: ' ~ reason ~ '. ' ~ file ~ ' stays as it was.', info=true) }}
        {% else %}
            {% set relations = published_relations(results) %}
            {# What is built in parts is put in order here, and in a build of changes written in part; the others are
               in order when they are made. #}
            {% set before = published_before() %}
            {% set sorted_by = {} %}
            {% set changed = {} %}
            {% for result in results if result.node.config.meta.sorted_by %}
                {% do sorted_by.update({result.node.alias: result.node.config.meta.sorted_by}) %}
                {% if before %}
                    {% do changed.update({result.node.alias: is_changed(result.node.config.unique_key)}) %}
                {% endif %}
            {% endfor %}
            {% set outcome = {} %}
            {{ log('Publishing ' ~ relations | length ~ ' relations to ' ~ file ~ ' ...', info=true) }}
            {% do adapter.store_relation(
                'vendor_shock_publish', none, [], file, 'duckdb',
                {
                    'relations': relations, 'sorted_by': sorted_by, 'changed': changed,
                    'before': before, 'outcome': outcome,
                }
            ) %}
            {% if outcome.error %}
                {# What a hook returns is run as SQL; this is how it fails. #}
                {{ return("select error('" ~ adapter.escape_sql_string(outcome.error) ~ "')") }}
            {% endif %}
            {% do remember_published(outcome.identity) %}
            {{ log(
                'Published ' ~ file ~ ': ' ~ relations | length ~ ' relations, ' ~ outcome.rows ~ ' rows, '
                ~ ('' if outcome.written == outcome.rows else outcome.written ~ ' of them new, ')
                ~ 'in ' ~ outcome.seconds | round(1) ~ ' s.',
                info=true
            ) }}
        {% endif %}
    {% endif %}
{% endmacro %}

{# Why this run is not published, in a few words; empty if it is. #}
{% macro why_not_published(results) %}
    {% if flags.WHICH != 'build' %}
        {{ return('only dbt build publishes, and this was dbt ' ~ flags.WHICH) }}
    {% endif %}

    {% set partial = left_out_by_options() %}
    {% if partial %}
        {{ return('only a whole build is, and this one had ' ~ partial | join(' and ')) }}
    {% endif %}

    {% set bad = [] %}
    {% set ran = [] %}
    {% for result in results %}
        {% do ran.append(result.node.unique_id) %}
        {% if result.status not in ['success', 'pass', 'warn', 'no-op'] %}
            {% do bad.append(result.node.name ~ ' (' ~ result.status ~ ')') %}
        {% endif %}
    {% endfor %}
    {% if bad %}
        {% set shown = bad[:3] | join(', ') %}
        {% set more = ' and ' ~ (bad | length - 3) ~ ' more' if bad | length > 3 else '' %}
        {{ return('not everything passed: ' ~ shown ~ more) }}
    {% endif %}

    {# Not by an option, but by dbt retry, say: a part of the project is not the warehouse. #}
    {% set left_out = [] %}
    {% for node in graph.nodes.values() %}
        {% if node.resource_type in ['seed', 'model', 'test', 'snapshot']
            and node.config.get('materialized') != 'ephemeral'
            and node.unique_id not in ran %}
            {% do left_out.append(node.name) %}
        {% endif %}
    {% endfor %}
    {% if left_out %}
        {{ return('a part of the project was built, without ' ~ left_out | length ~ ' of its '
            ~ 'seeds, models and tests (' ~ left_out[0] ~ ')') }}
    {% endif %}
    {% if not ran %}
        {{ return('there is nothing to build') }}
    {% endif %}
    {{ return('') }}
{% endmacro %}

{# The options of this command that leave out a part of the project; unit tests may be. #}
{% macro left_out_by_options() %}
    {% set partial = [] %}
    {% for option in [
        'select', 'exclude', 'selector', 'resource_types', 'exclude_resource_types',
        'empty', 'sample'
    ] if invocation_args_dict.get(option) and not is_unit_tests(option) %}
        {% do partial.append('--' ~ option | replace('_types', '_type') | replace('_', '-')) %}
    {% endfor %}
    {{ return(partial) }}
{% endmacro %}

{# Whether an option leaves out nothing but the unit tests: they test the project, not this build's data. #}
{% macro is_unit_tests(option) %}
    {{ return(
        option == 'exclude_resource_types'
        and invocation_args_dict.get(option) | map('string') | list == ['unit_test']
    ) }}
{% endmacro %}

{# The (schema, name) of each model built for people, in the order in which they were built. #}
{% macro published_relations(results) %}
    {% set relations = [] %}
    {% for result in results %}
        {% set node = result.node %}
        {% if node.resource_type == 'model' and node.schema in ['marts', 'evidence']
            and node.config.materialized != 'ephemeral' %}
            {% do relations.append((node.schema, node.alias)) %}
        {% endif %}
    {% endfor %}
    {{ return(relations) }}
{% endmacro %}

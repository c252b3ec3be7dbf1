{#
    Stop before anything is built if an input file is not a well-formed CSV file with the
    columns that it should have: those documented for the seed, and no others.

    Called by on-run-start. Only the files that this run loads are read.
#}
{% macro check_input_files() %}
    {% if execute and target.type == 'duckdb' and flags.WHICH in ['build', 'seed'] %}
        {% set files = [] %}
        {% set known = [] %}
        {% for node in graph.nodes.values() if node.resource_type == 'seed' %}
            {% if node.columns %}
                {% do known.append(node.name) %}
            {% endif %}
            {% if node.unique_id in selected_resources %}
                {% do files.append({
                    'path': adapter.get_seed_file_path(node),
                    'columns': node.columns.keys() | list,
                }) %}
            {% endif %}
        {% endfor %}
        {% if files %}
            {% do adapter.store_relation(
                'vendor_shock_inputs', none, [], '', 'csv', {'files': files, 'known': known}
            ) %}
        {% endif %}
    {% endif %}
{% endmacro %}

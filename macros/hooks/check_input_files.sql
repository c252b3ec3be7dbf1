{#
    Stop before anything is built if an input file is not a well-formed CSV file with the
    columns that it should have: those documented for the seed, and no others. The same holds
    for a ledger that is read in place.

    Called by on-run-start. Only the files that this run reads are looked at.
#}
{% macro check_input_files() %}
    {% if execute and target.type == 'duckdb' and flags.WHICH in ['build', 'run', 'seed'] %}
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
        {% set ledger = {'columns': {}} %}
        {% for node in graph.nodes.values()
            if node.unique_id in selected_resources
            and 'source.' ~ project_name ~ '.ledger.payments' in node.depends_on.nodes %}
            {% do ledger.update(location=var('payments_location')) %}
        {% endfor %}
        {% for column in input_meta('payments').columns %}
            {% do ledger.columns.update({column.name: column.type}) %}
        {% endfor %}
        {% if files or ledger.location %}
            {% do adapter.store_relation('vendor_shock_inputs', none, [], '', 'csv', {
                'files': files, 'known': known,
                'ledger': ledger.location or '', 'ledger_columns': ledger.columns,
            }) %}
        {% endif %}
    {% endif %}
{% endmacro %}

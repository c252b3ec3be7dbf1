{#
    Stop before anything is built if an input file is not a well-formed CSV file with the
    columns that it should have: those documented for the seed, and no others. The same holds
    for what is read elsewhere.

    Called by on-run-start. Only what this run reads is looked at.
#}
{% macro check_input_files() %}
    {% if execute and target.type == 'duckdb' and flags.WHICH in ['build', 'run', 'seed'] %}
        {% set files = [] %}
        {% set read = [] %}
        {% for node in graph.nodes.values() if node.unique_id in selected_resources %}
            {% do read.extend(node.depends_on.nodes or []) %}
            {% if node.resource_type == 'seed' %}
                {% do files.append({
                    'path': adapter.get_seed_file_path(node),
                    'columns': node.columns.keys() | list,
                }) %}
            {% endif %}
        {% endfor %}
        {% set located = [] %}
        {% for input in input_names() if 'source.' ~ project_name ~ '.located.' ~ input in read %}
            {% set types = {} %}
            {% for column in input_meta(input).columns %}{% do types.update({column.name: column.type}) %}{% endfor %}
            {% do located.append({
                'input': input, 'kind': input_kind(input), 'location': input_location(input),
                'rows': located_rows(input_location(input), input_kind(input)), 'types': types,
            }) %}
        {% endfor %}
        {% if files or located %}
            {% do adapter.store_relation('vendor_shock_inputs', none, [], '', 'csv', {
                'files': files, 'known': input_names(), 'located': located,
            }) %}
        {% endif %}
    {% endif %}
{% endmacro %}

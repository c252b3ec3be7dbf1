{#
    on-run-end: names the Parquet files with values that cannot be read, where a model that reads them stopped. No
    value is read before a build, and DuckDB's own message does not always name the file.
#}
{% macro report_broken_files(results) %}
    {% if not execute or flags.WHICH not in ('build', 'run') %}{{ return('') }}{% endif %}
    {% set read = [] %}
    {% for result in results if result.status == 'error' %}{% do read.extend(result.node.depends_on.nodes or []) %}{% endfor %}
    {% for input in input_names()
        if input_kind(input) == 'parquet' and 'source.' ~ project_name ~ '.located.' ~ input in read %}
        {% set faults = [] %}
        {% do adapter.store_relation('vendor_shock_inputs', none, [], '', 'csv', {
            'broken': input_location(input), 'faults': faults,
        }) %}
        {% for fault in faults %}{% do log(fault, info=true) %}{% endfor %}
    {% endfor %}
{% endmacro %}

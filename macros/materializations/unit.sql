{#
    dbt's unit test, which asks DuckDB for the columns of a model's query instead of making a table of it, looking at
    that and dropping it: three statements less for each test.
#}
{% materialization unit, adapter='duckdb' %}
    {% set types = {} %}
    {% set quoted = {} %}
    {% for column in get_column_schema_from_query(sql) %}
        {% do types.update({column.name | lower: column.data_type}) %}
        {% do quoted.update({column.name | lower: column.quoted}) %}
    {% endfor %}

    {% set rows = config.get('expected_rows') %}
    {% set columns = [] %}
    {% for name in (rows[0] if rows else types) %}
        {% do columns.append(quoted[name | lower]) %}
    {% endfor %}
    {% set expected = config.get('expected_sql') or get_expected_sql(rows, types, quoted) %}

    {% call statement('main', fetch_result=true) %}
        {{ get_unit_test_sql(sql, expected, columns) }}
    {% endcall %}
    {{ return({'relations': []}) }}
{% endmaterialization %}

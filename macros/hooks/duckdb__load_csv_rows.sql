{#
    How dbt-duckdb loads a seed, without its guess of the CSV dialect.

    The dialect is fixed (check_input_files names whatever does not keep to it), every value
    stays the text that it is, an empty one is null, and rows keep the order of the file:
    one thread, so that a line break inside quotes is never taken for the end of a row.
    Columns are loaded by name. Not strict, since LF and CRLF may be mixed in one file.

    What DuckDB loaded must be as many rows as dbt's own reader of CSV found; only lines without
    any value may be missing.
#}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {% set path = adapter.escape_sql_string(adapter.get_seed_file_path(model)) %}
    {% set sql %}
        copy {{ this.render() }} ({{ get_seed_column_quoted_csv(model, agate_table.column_names) }})
        from '{{ path }}' (
            format csv, auto_detect false, header true, delimiter ',', quote '"', escape '"',
            nullstr '', strict_mode false, parallel false, max_line_size 16777216
        )
    {% endset %}
    {% do adapter.add_query(sql, abridge_sql_log=true) %}
    {% set loaded = run_query('select count(*) as row_count from ' ~ this.render())[0].row_count | int %}
    {% set filled = [] %}
    {% for row in agate_table.rows if row.values() | reject('none') | list %}{% do filled.append(true) %}{% endfor %}
    {% if not filled | length <= loaded <= agate_table.rows | length %}
        {{ exceptions.raise_compiler_error(
            model.name ~ '.csv: ' ~ filled | length ~ ' rows in the file, but ' ~ loaded
            ~ ' were loaded; it changed while it was read, or DuckDB reads it differently'
        ) }}
    {% endif %}
    {{ return(sql) }}
{% endmacro %}

{# Columns of an evidence row for the ledger lines behind a figure, from sums that have first_file, last_file,
   first_line, last_line, line_count and amount. #}
{% macro ledger_evidence() %}
    'ledger' as role,
    case when first_file = last_file then first_file else first_file || ' to ' || last_file end as file,
    first_line as line,
    case
        when first_line is null then ''
        when first_line = last_line then 'line ' || cast(first_line as {{ dbt.type_string() }}) || ': '
        else
            'lines ' || cast(first_line as {{ dbt.type_string() }})
            || ' to ' || cast(last_line as {{ dbt.type_string() }}) || ': '
    end
    || cast(line_count as {{ dbt.type_string() }}) || case when line_count = 1 then ' payment, ' else ' payments, ' end
    || cast(amount as {{ dbt.type_string() }}) || ' {{ var("reporting_currency") }}' as row_key,
    cast(null as {{ dbt.type_string() }}) as source_id,
    'ledger' as attribution,
    cast(null as date) as said_on,
    cast(null as {{ dbt.type_string() }}) as quote
{%- endmacro %}


{# Sums over ledger rows that ledger_evidence() makes a text of. #}
{% macro ledger_sums() %}
    min(first_file) as first_file,
    max(last_file) as last_file,
    min(first_line) as first_line,
    max(last_line) as last_line,
    sum(line_count) as line_count,
    sum(amount) as amount
{%- endmacro %}

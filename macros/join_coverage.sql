{# Left join to the period of a line where the ledger of its vendor, or of its customer, covers all of it. #}
{% macro join_coverage(line, side) %}
    left join {{ ref('int_covered_periods') }} as {{ side }}_coverage
        on
            {{ line }}.{{ side }}_id = {{ side }}_coverage.company_id
            and {{ side }}_coverage.side = '{{ side }}'
            and {{ same_period(line, side ~ '_coverage') }}
{% endmacro %}

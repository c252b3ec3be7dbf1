{# Aggregate: the greatest values of a column, the greatest first, as a list of at most `count`. #}
{% macro greatest_values(column, count) %}
    {{- return(adapter.dispatch('greatest_values')(column, count)) -}}
{% endmacro %}

{% macro duckdb__greatest_values(column, count) %}
    {{- return('max(' ~ column ~ ', ' ~ count ~ ')') -}}
{% endmacro %}

{% macro spark__greatest_values(column, count) %}
    {{- return('slice(sort_array(collect_list(' ~ column ~ '), false), 1, ' ~ count ~ ')') -}}
{% endmacro %}


{# Sum of the first `count` values of a list of whole numbers; empty: no list. #}
{% macro sum_of_first(list, count) %}
    {{- return(adapter.dispatch('sum_of_first')(list, count)) -}}
{% endmacro %}

{% macro duckdb__sum_of_first(list, count) %}
    {{- return('list_sum(list_slice(' ~ list ~ ', 1, ' ~ count ~ '))') -}}
{% endmacro %}

{% macro spark__sum_of_first(list, count) %}
    {{- return('aggregate(slice(' ~ list ~ ', 1, ' ~ count ~ '), cast(0 as ' ~ wide_integer()
        ~ '), (total, value) -> cast(total + value as ' ~ wide_integer() ~ '))') -}}
{% endmacro %}

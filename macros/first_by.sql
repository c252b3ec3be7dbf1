{# Aggregate: the value that comes first by some keys, each ascending, what is not known last. #}
{% macro first_by(value, keys) %}
    {{- return(adapter.dispatch('first_by')(value, keys)) -}}
{% endmacro %}

{# The least row of keys and value, in which DuckDB puts what is not known last: it holds one row a group, where
   first(... order by ...) holds them all. #}
{% macro duckdb__first_by(value, keys) %}
    {%- set fields = keys if keys[-1] == value else keys + [value] -%}
    {{- return('struct_extract(min(row(' ~ fields | join(', ') ~ ')), ' ~ fields | length ~ ')') -}}
{% endmacro %}

{% macro spark__first_by(value, keys) %}
    {%- set parts = [] -%}
    {%- for key in keys -%}
        {%- do parts.extend([key ~ ' is null', key]) -%}
    {%- endfor -%}
    {{- return('min_by(' ~ value ~ ', struct(' ~ parts | join(', ') ~ '))') -}}
{% endmacro %}


{# Order by some keys, each ascending, what is not known last. #}
{% macro ascending(keys) %}
    {{- return(keys | join(' asc nulls last, ') ~ ' asc nulls last') -}}
{% endmacro %}


{# Keys of the order of the named parts of a whole: the largest amount first (points, else lows), ties by id. #}
{% macro part_order(stated_share_high='share_high') %}
    {{- return(['-coalesce(amount, amount_low)', '-amount_high', '-' ~ stated_share_high, 'part_id']) -}}
{% endmacro %}

{#
    Every id in the columns stands in another model; an empty id passes. One test for all columns
    of a model that refer to the same thing, where dbt's own `relationships` takes one a column.

    Arguments: columns, a list; to, the other model; field, its column.
    Rows returned: the column, the id, and how many rows have it.
#}
{% test ids_known(model, columns, to, field) %}
with

checked as (

    select * from {{ model }}

),

known as (

    select distinct {{ field }}
    from {{ to }}

)

{% for column in columns %}
select
    '{{ column }}' as column_name,
    checked.{{ column }} as id,
    count(*) as row_count
from checked
left join known
    on checked.{{ column }} = known.{{ field }}
where checked.{{ column }} is not null and known.{{ field }} is null
group by checked.{{ column }}
{{ 'union all' if not loop.last }}
{% endfor %}
{% endtest %}

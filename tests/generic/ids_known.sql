{#
    One test for all columns of a model that refer to the same thing, where dbt's own `relationships`
    takes one a column.

    Arguments: columns, a list; to, the other model; field, its column.
    Rows returned: the column, the id, and how many rows have it.
#}
{% test ids_known(model, columns, to, field) %}
-- What: every id of the model stands in the dimension that it refers to; an empty id passes.
-- When it matters: a query that joins the dimension silently loses the row and its money.
-- How to resolve: this is a defect of the project: ids of the inputs are checked before they come here. Look for the id
-- in the inputs and in intermediate.int_companies, int_deals or int_sources. `row_count` rows have it.
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

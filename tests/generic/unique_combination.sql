{#
    One row per combination of the columns; empty values count as values.

    What: the grain that the model's description states, as a test. Constraints cannot say it of
    large tables (a primary key makes loading many times slower) nor on engines that do not enforce them.
    Arguments: columns, a list. Rows returned: the combinations that stand in more than one row.
#}
{% test unique_combination(model, columns) %}
select
    {{ columns | join(',\n    ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}

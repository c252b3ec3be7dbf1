{#
    Constraints cannot say it of large tables (a primary key makes loading many times slower) nor on
    engines that do not enforce them.
    Arguments: columns, a list. Rows returned: the combinations that stand in more than one row.
#}
{% test unique_combination(model, columns) %}
-- What: the model has one row per combination of its key, as its description says; empty values count as values.
-- When it matters: rows that stand twice double every sum over them, and every join with them.
-- How to resolve: this is a defect of the project, in the model that the test is named after: a join in it finds more
-- than one row. `row_count` is how often the combination stands there.
select
    {{ columns | join(',\n    ') }},
    count(*) as row_count
from {{ tested_part(model) }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}

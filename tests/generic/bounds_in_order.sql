{#
    Arguments: bounds, the measures with columns <measure>_low and <measure>_high; points, those
    that also have the column <measure>. Rows returned: the measure, its three values, the row.
#}
{% test bounds_in_order(model, bounds=[], points=[]) %}
-- What: no low is above its high, and no point outside its bounds; an empty value is unknown and passes.
-- When it matters: bounds that cross bound nothing, and whoever reads one of them is misled.
-- How to resolve: this is a defect of the project, in the model that the test is named after. Look up the row's
-- evidence_key in evidence.evidence: claims that cannot all hold are resolved to bounds that do.
with

checked as (

    select * from {{ tested_part(model) }}

)

{% for measure in bounds + points %}
select
    '{{ measure }}' as measure,
    cast({{ measure }}_low as {{ dbt.type_string() }}) as measure_low,
    cast({{ measure if measure in points else 'null' }} as {{ dbt.type_string() }}) as measure_point,
    cast({{ measure }}_high as {{ dbt.type_string() }}) as measure_high,
    checked.*
from checked
where
    {{ measure }}_low > {{ measure }}_high
{% if measure in points %}
    or {{ measure }} < {{ measure }}_low
    or {{ measure }} > {{ measure }}_high
{% endif %}
{{ 'union all' if not loop.last }}
{% endfor %}
{% endtest %}

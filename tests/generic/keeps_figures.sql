{#
    Arguments: of, the model; of_rows, which of its rows are meant; mart_rows, which of the mart's; key and
    amounts, columns of the mart and what stands for them in the model; measures, likewise, each with
    its _low and _high; summed, whether the model's rows are to be added up by the key.
    Rows returned: the key, the first column that differs, both amounts, the difference.
#}
{% test keeps_figures(model, of, key, amounts={}, measures={}, of_rows='true', mart_rows='true', summed=false) %}
-- What: the mart shows the figures that were worked out for it: every row once, under the same ids and period, and
-- every amount to the cent.
-- When it matters: a mart puts names to figures. A company with no name, or with two, would drop or double its money
-- there, and a wrong column would show a low for a high.
-- How to resolve: this is a defect of the project, in the mart that the test is named after. Compare it with the model
-- that it is made from; `differs` is the first column that does, `difference` is shown less worked out.
{% set part = tested_part(model) %}
{% set columns = dict(amounts) %}
{% for name, expression in measures.items() %}
    {% for ending in ['', '_low', '_high'] %}
        {% do columns.update({name ~ ending: expression ~ ending}) %}
    {% endfor %}
{% endfor %}
with

shown as (

    select * from {{ part }}
    where {{ mart_rows }}

),

worked_out as (

    select
        {% for expression in key.values() %}
        {{ expression }} as key_{{ loop.index }},
        {% endfor %}
        {% for expression in columns.values() %}
        {{ expression }} as amount_{{ loop.index }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ of }}
    where {{ of_rows }}{{ ' and ' ~ is_changed(key.period_end) if part != model }}
    {% if summed %}
    group by {{ key.values() | join(', ') }}
    {% endif %}

),

compared as (

    select
        {% for name in key %}
        coalesce(shown.{{ name }}, worked_out.key_{{ loop.index }}) as {{ name }},
        {% endfor %}
        case
            when shown.{{ key | first }} is null then 'no row in the mart'
            {% for name in columns %}
            when shown.{{ name }} is distinct from worked_out.amount_{{ loop.index }} then '{{ name }}'
            {% endfor %}
        end as differs,
        {% for name in columns %}
        worked_out.amount_{{ loop.index }},
        shown.{{ name }} as shown_{{ loop.index }}{{ ',' if not loop.last }}
        {% endfor %}
    from shown
    full outer join worked_out
        on
        {% for name in key %}
            {{ 'and ' if not loop.first }}shown.{{ name }} = worked_out.key_{{ loop.index }}
        {% endfor %}

)

select
    {{ key | join(',\n    ') }},
    differs,
    case differs
        {% for name in columns %}
        when '{{ name }}' then amount_{{ loop.index }}
        {% endfor %}
    end as worked_out_amount,
    case differs
        {% for name in columns %}
        when '{{ name }}' then shown_{{ loop.index }}
        {% endfor %}
    end as shown_amount,
    case differs
        {% for name in columns %}
        when '{{ name }}' then shown_{{ loop.index }} - amount_{{ loop.index }}
        {% endfor %}
    end as difference
from compared
where differs is not null
{% endtest %}

{# Left join to the stretch of int_company_groups that holds on a day; with roll_up_parents off, to none. #}
{% macro join_group(alias, company, day) %}
    left join {{ ref('int_company_groups') }} as {{ alias }}
        on
            {{ company }} = {{ alias }}.company_id
            and {{ day }} between {{ alias }}.valid_from and {{ alias }}.valid_to
            and {{ 'true' if var('roll_up_parents') else 'false' }}
{% endmacro %}

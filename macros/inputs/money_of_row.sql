{# All amounts of an input's row added up, as a control sum: over typed columns, or over text, where what cannot be
   read as an amount counts nothing. #}
{% macro money_of_row(input, typed) %}
    {%- set amounts = [] -%}
    {%- set held = [] if typed else typed_columns(input) -%}
    {%- for column in input_columns_of_type(input, 'money') -%}
        {%- if typed -%}
            {%- do amounts.append('coalesce(' ~ column ~ ', 0)') -%}
        {%- else -%}
            {%- do amounts.append('case when ' ~ is_well_formed(column, 'money', column in held) ~ ' then '
                ~ as_type(column, 'money', try=true) ~ ' else 0 end') -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(amounts | join(' + ') or '0') -}}
{% endmacro %}


{# The currency column of an input, or an empty text where it has none. #}
{% macro currency_of_row(input) %}
    {{- return("coalesce(currency, '')" if input_columns_of_type(input, 'currency') else "''") -}}
{% endmacro %}

{# Rule for broken_rules: words for which the warehouse has a meaning of its own are no market's name. #}
{% macro reserved_market_rule(words) %}
    {{ return({
        'column': 'market_id',
        'broken': "market_id in ('" ~ words | join("', '") ~ "')",
        'rule': 'a word with a meaning of its own: ' ~ words | join(', '),
    }) }}
{% endmacro %}


{# Rule for broken_rules: `not_named` stands in vendor_customers for everybody else, and so is no company's name. #}
{% macro reserved_company_rule(column) %}
    {{ return({
        'column': column,
        'broken': column ~ " = 'not_named'",
        'rule': 'a word with a meaning of its own: not_named',
    }) }}
{% endmacro %}


{# SQL condition for broken_rules: two columns name the same company, by its id or an alias. #}
{% macro same_company(one, other) %}
    {%- set company = "(select name.company_id from " ~ ref('stg_company_names') ~ " as name where name.name = this_row.%s)" -%}
    {{- return(company % one ~ ' = ' ~ company % other) -}}
{% endmacro %}

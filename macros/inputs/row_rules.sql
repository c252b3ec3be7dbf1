{# Rule for broken_rules: words for which the warehouse has a meaning of its own are no market's name. #}
{% macro reserved_market_rule(words) %}
    {{ return({
        'column': 'market_id',
        'broken': "market_id in ('" ~ words | join("', '") ~ "')",
        'rule': 'a word with a meaning of its own: ' ~ words | join(', '),
    }) }}
{% endmacro %}


{# Rule for broken_rules: words that stand in a mart for several companies or for none are no company's name:
   everybody else in vendor_customers, small vendors and the outside in demand_flows. #}
{% macro reserved_company_rule(column) %}
    {% set words = ['not_named', 'other_losers', 'other_gainers', 'new_demand', 'left_market'] %}
    {{ return({
        'column': column,
        'broken': column ~ " in ('" ~ words | join("', '") ~ "')",
        'rule': 'a word with a meaning of its own: ' ~ words | join(', '),
    }) }}
{% endmacro %}


{# SQL condition for broken_rules: two columns name the same company, by its id or an alias. #}
{% macro same_company(one, other) %}
    {%- set company = "(select name.company_id from " ~ ref('stg_company_names') ~ " as name where name.name = this_row.%s)" -%}
    {{- return(company % one ~ ' = ' ~ company % other) -}}
{% endmacro %}


{# Rule for broken_rules: a ceiling is one amount. `kind`: column that says that it is one. #}
{% macro ceiling_rule(kind, low, high) %}
    {{ return({
        'column': high,
        'broken': kind ~ " = 'ceiling' and ((" ~ low ~ ' is null) <> (' ~ high ~ ' is null) or '
            ~ readable(low, 'money') ~ ' <> ' ~ readable(high, 'money') ~ ')',
        'rule': 'a ceiling has ' ~ low ~ ' equal to ' ~ high,
    }) }}
{% endmacro %}

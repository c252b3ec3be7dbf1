{# A word, date or text of several claims about one thing: that of the latest claim of the best tier that states
   it; on one day the last row key decides, so that two builds agree. #}
{% macro best_claim(column) %}
    max_by(
        {{ column }},
        case
            when {{ column }} is not null
                then cast(9 - tier as {{ dbt.type_string() }})
                    || coalesce(cast(said_on as {{ dbt.type_string() }}), '0000-00-00') || row_key
        end
    )
{%- endmacro %}


{# The tier of the weakest claim behind a figure, as a word. #}
{% macro tier_name(tier) %}
    case {{ tier }}
        when 0 then 'ledger'
        when 1 then 'filing'
        when 2 then 'stated'
        when 3 then 'analyst'
    end
{%- endmacro %}


{# A mart row's key into evidence: the mart's name and the row's own key. #}
{% macro evidence_key(mart, columns) %}
    {%- set texts = [] -%}
    {%- for column in columns %}{% do texts.append(key_text('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')') if '_id' in column else 'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')') %}{% endfor -%}
    {{- return("'" ~ mart ~ "|' || " ~ texts | join(" || '|' || ")) -}}
{% endmacro %}

{# One row per rule that a row of an input breaks: file, line, row_key, column_name, value, rule.
   The rules of single columns come from models/staging/_inputs.yml; `also` adds rules of this input:
   a list of {column, broken (SQL condition over the columns), rule (what is allowed)}.
   `references` gives the relation of each input that is referred to: {companies: ..., sources: ...}.
   Rows are judged once: the conditions together pick the suspects, then each names its own.
   `only`: SQL condition of the rows to look at, where the others are known to break no rule; their keys still count.
   `beside`: more columns, as SQL over the text columns. #}
{% macro broken_rules(input, references={}, also=[], only='', beside='') %}
    {% set meta = input_meta(input) %}
    {% set rules = column_rules(meta, typed_columns(input)) + also %}
    {% set targets = {
        'companies': {'column': 'name', 'rule': 'not a company_id of '
            ~ input_place('companies') ~ ' nor an alias of ' ~ input_place('company_aliases')},
        'sources': {'column': 'source_id', 'rule': 'not a source_id of ' ~ input_place('sources')},
    } %}
    {% for column in meta.columns if column.references %}
        {% set target = targets[column.references] %}
        {% do rules.append({
            'column': column.name,
            'broken': column.name ~ ' not in (select ' ~ target.column ~ ' from ' ~ references[column.references] ~ ')',
            'rule': target.rule,
        }) %}
    {% endfor %}
with

input_row as {{ not_materialized() }} (
    {{ input_rows(input) }}
),

row_to_check as {{ not_materialized() }} (

    select * from input_row
    {% if only %}
    where {{ only }}
    {% endif %}

),

suspect as (

    select * from row_to_check as this_row
    where
        false
    {% for rule in rules %}
        or ({{ rule.broken }})
    {% endfor %}

),

duplicated as (

    select row_key
    from input_row as this_row
    {% if only %}
    where row_key in (select row_to_check.row_key from row_to_check)
    {% endif %}
    group by row_key
    having count(*) > 1

)

{% for rule in rules %}
select
    file,
    line,
    row_key,
    '{{ rule.column }}' as column_name,
    cast({{ rule.column }} as {{ dbt.type_string() }}) as value,
    '{{ rule.rule | replace("'", "''") }}' as rule{{ beside }}
from suspect as this_row
where {{ rule.broken }}

union all

{% endfor %}
select
    file,
    line,
    row_key,
    '{{ meta.key | join(", ") }}' as column_name,
    row_key as value,
    'the key stands in more than one row, and all of them are left out' as rule{{ beside }}
from input_row as this_row
where row_key in (select row_key from duplicated)
{% endmacro %}


{# The rules of single columns, as [{column, broken, rule}]; `typed`: those that are not text. #}
{% macro column_rules(meta, typed) %}
    {% set rules = [] %}
    {% for column in meta.columns %}
        {% set name = column.name %}
        {% if column.required %}
            {% do rules.append({'column': name, 'broken': name ~ ' is null', 'rule': 'empty, but required'}) %}
        {% endif %}
        {% if column.required_with %}
            {% do rules.append({
                'column': name,
                'broken': name ~ ' is null and (' ~ column.required_with | join(' is not null or ') ~ ' is not null)',
                'rule': 'empty, but required with ' ~ column.required_with | join(', '),
            }) %}
        {% endif %}
        {% if column.type == 'word' %}
            {% do rules.append({
                'column': name,
                'broken': name ~ " not in ('" ~ column.allowed | join("', '") ~ "')",
                'rule': 'not one of: ' ~ column.allowed | join(', '),
            }) %}
        {% else %}
            {% do rules.append({
                'column': name,
                'broken': name ~ ' is not null and not (' ~ is_well_formed(name, column.type, name in typed) ~ ')',
                'rule': value_forms()[column.type].rule,
            }) %}
        {% endif %}
        {% for limit, type in [(column.not_after, 'date'), (column.not_above, column.type)] if limit %}
            {% do rules.append({
                'column': name,
                'broken': readable(name, type) ~ ' > ' ~ readable(limit, type),
                'rule': ('later than ' if type == 'date' else 'greater than ') ~ limit,
            }) %}
        {% endfor %}
    {% endfor %}
    {{ return(rules) }}
{% endmacro %}

{# The documented columns and rules of an input, as models/staging/_inputs.yml states them of the seed, or of the source
   where it is read elsewhere. Returns {key: [column], columns: [{name, type, required, ...}]}; empty while parsing. #}
{% macro input_meta(input) %}
    {% if not execute %}{{ return({'key': [], 'columns': []}) }}{% endif %}
    {% set stated = graph.nodes['seed.' ~ project_name ~ '.' ~ input]
        or graph.sources['source.' ~ project_name ~ '.located.' ~ input] %}
    {% set columns = [] %}
    {% for column in stated.columns.values() %}
        {% do columns.append(dict(column.config.meta, name=column.name)) %}
    {% endfor %}
    {{ return({'key': stated.config.meta.key, 'columns': columns}) }}
{% endmacro %}


{% macro input_columns_of_type(input, type) %}
    {{ return(input_meta(input).columns | selectattr('type', 'equalto', type) | map(attribute='name') | list) }}
{% endmacro %}

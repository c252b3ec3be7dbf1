{# The incremental strategy `changed`: rows from the first change on (by the model's unique_key: the months read in this
   build, or period_end) are taken out and put in anew. #}
{% macro get_incremental_changed_sql(arg_dict) %}
    {% set columns = arg_dict.dest_columns | map(attribute='quoted') | join(', ') %}
    {% set condition = is_changed(arg_dict.unique_key) %}
    delete from {{ arg_dict.target_relation }} where {{ condition }};

    insert into {{ arg_dict.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arg_dict.temp_relation }} where {{ condition }}
{% endmacro %}

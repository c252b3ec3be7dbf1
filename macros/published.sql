{# A published relation as a published view must name it: without the database, which is called otherwise there. #}
{% macro published(model) %}
    {{- return(ref(model).include(database=false)) -}}
{% endmacro %}

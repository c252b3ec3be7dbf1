{# The day as on which companies are in groups where a figure has no period of its own: `as_of`, else the last of
   which the inputs tell. #}
{% macro day_of_the_present() %}
    {{- return('(select present_day.groups_on from ' ~ ref('int_last_known_day') ~ ' as present_day)') -}}
{% endmacro %}

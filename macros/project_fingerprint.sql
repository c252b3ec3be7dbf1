{# A digest of what makes numbers of inputs: models, macros, and the rules for the inputs. Tests change no number. #}
{% macro project_fingerprint() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set parts = [] %}
    {% for id, node in graph.nodes | dictsort if node.resource_type in ['model', 'seed'] %}
        {% do parts.append(id ~ tojson([node.raw_code, node.columns, node.config], sort_keys=true)) %}
    {% endfor %}
    {% for name, called in context[project_name] | dictsort %}
        {% do parts.append(name ~ called.macro.macro_sql) %}
    {% endfor %}
    {{ return(local_md5(parts | join('\n'))) }}
{% endmacro %}

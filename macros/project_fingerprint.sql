{# A digest of what makes numbers of inputs: models, macros, and the rules for the inputs. Tests change no number. #}
{% macro project_fingerprint() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set parts = [] %}
    {% for id, node in graph.nodes | dictsort if node.resource_type == 'model' %}
        {% do parts.append(id ~ tojson([node.raw_code, node.columns, node.config], sort_keys=true)) %}
    {% endfor %}
    {# Of an input the rules alone, wherever it is read. #}
    {% for node in (graph.nodes.values() | list + graph.sources.values() | list) | sort(attribute='name')
        if node.resource_type in ['seed', 'source'] %}
        {% do parts.append(node.name ~ tojson([node.columns, node.config.meta.get('key')], sort_keys=true)) %}
    {% endfor %}
    {% for name, called in context[project_name] | dictsort %}
        {% do parts.append(name ~ called.macro.macro_sql) %}
    {% endfor %}
    {{ return(local_md5(parts | join('\n'))) }}
{% endmacro %}

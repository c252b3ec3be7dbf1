{# Stops dbt, while it parses, if the folder lacks an input file that is read from it, of which dbt itself would only say that some model
   depends on a node that was not found; or if it has one that is named like a model, which dbt would take for the
   model from then on. Hooks run too late for either. dbt lists all files before it parses a model; ref() holds that. #}
{% macro require_input_files() %}
    {% if not execute %}
        {% set seeds = [] %}
        {% set models = [] %}
        {% for file in ref.manifest.files.values() %}
            {% set names = {'seed': seeds, 'model': models}.get(file.parse_file_type) %}
            {% if names is not none %}
                {% do names.append(modules.re.sub('^.*/|[.][a-z]+$', '', file.path.relative_path)) %}
            {% endif %}
        {% endfor %}
        {% set located = [] %}
        {% for input in input_names() if input_location(input) %}{% do located.append(input) %}{% endfor %}
        {% set folder = env_var('VENDOR_SHOCK_INPUTS', 'seeds') %}
        {% set missing = input_names() | reject('in', seeds) | reject('in', located) | list %}
        {% set misnamed = seeds | select('in', models) | list %}
        {% if missing and not seeds %}
            {% do exceptions.raise_compiler_error(
                folder ~ ': no folder with input files; they are ' ~ missing | join('.csv, ') ~ '.csv') %}
        {% elif missing %}
            {% do exceptions.raise_compiler_error(missing | join('.csv, ') ~ '.csv: not in the input folder '
                ~ folder ~ '; a file that is not needed holds its header alone') %}
        {% elif misnamed %}
            {% do exceptions.raise_compiler_error(misnamed | join('.csv, ') ~ '.csv: not an input; the inputs are '
                ~ input_names() | sort | join(', ')) %}
        {% endif %}
    {% endif %}
{% endmacro %}

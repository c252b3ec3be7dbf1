{#
    Stop before anything is built if a variable has a value that means nothing: a misspelt
    setting must not quietly build something else.

    Called by on-run-start.
#}
{% macro check_settings() %}
    {% set rules = setting_rules() %}
    {% set faults = [] %}
    {% set names = rules | map('first') | list %}
    {% set given = invocation_args_dict.get('vars') %}
    {% for name in given if given is mapping and name not in names %}
        {% do faults.append("'" ~ name ~ "' is no setting; the settings are " ~ names | join(', ')) %}
    {% endfor %}
    {% for name, pattern, allowed in rules %}
        {% if not modules.re.fullmatch(pattern, var(name) | string)
            or name == 'as_of' and var(name) and not is_calendar_day(var(name) | string) %}
            {% do faults.append(name ~ " '" ~ var(name) ~ "': not " ~ allowed) %}
        {% endif %}
    {% endfor %}
    {% do faults.extend(location_faults(var('input_locations'))) %}
    {% if execute and faults %}
        {{ exceptions.raise_compiler_error('Settings (dbt_project.yml or --vars):\n' ~ faults | join('\n')) }}
    {% endif %}
{% endmacro %}

{# The settings: (name, pattern of its value, what is allowed). #}
{% macro setting_rules() %}
    {{ return([
        ('as_of', '([0-9]{4}-[0-9]{2}-[0-9]{2})?', 'a date written YYYY-MM-DD, or empty'),
        ('on_rejected', 'fail|quarantine', 'fail or quarantine'),
        ('reporting_currency', '[A-Z]{3}', 'an ISO 4217 code of three capital letters'),
        ('fiscal_year_start_month', '[1-9]|1[0-2]', 'a month from 1 to 12'),
        ('roll_up_parents', 'True|False', 'true or false'),
        ('hhi_threshold', '[0-9]{1,4}([.][0-9]{1,6})?|10000', 'points from 0 to 10000 with at most six decimals'),
        ('major_customer_share', '0[.](?!0+$)[0-9]{1,4}', 'a share between 0 and 1 with at most four decimals'),
        ('flow_min_share', '0([.][0-9]{1,4})?', 'a share from 0 to below 1 with at most four decimals'),
        ('hhi_guideline', '[^\n]+', 'a line of text'),
        ('input_locations', '(?s).*', ''),
    ]) }}
{% endmacro %}

{# What is wrong with the places that input_locations names; whether anything is there check_input_files finds out. #}
{% macro location_faults(locations) %}
    {% set faults = [] %}
    {% if locations is not mapping %}
        {% do faults.append("input_locations '" ~ locations ~ "': not a dictionary of inputs, as in {payments: lake/*.parquet}") %}
    {% endif %}
    {% for input, location in locations.items() if locations is mapping %}
        {% if input not in input_names() %}
            {% do faults.append("input_locations '" ~ input ~ "': not an input; the inputs are " ~ input_names() | sort | join(', ')) %}
        {% elif location and not modules.re.fullmatch(
            "[^'\\n]*[.](parquet|csv|csv[.]gz)|[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*){1,2}", location | string) %}
            {% do faults.append("input_locations " ~ input ~ " '" ~ location ~ "': neither a file or glob without a quote that ends "
                ~ 'with .parquet, .csv or .csv.gz, nor a relation written schema.relation or database.schema.relation') %}
        {% endif %}
    {% endfor %}
    {{ return(faults) }}
{% endmacro %}

{# Whether a text YYYY-MM-DD is a day that there is. #}
{% macro is_calendar_day(day) %}
    {% set year, month, day_of_month = day.split('-') | map('int') %}
    {{ return(
        year > 0 and 0 < month <= 12 and 0 < day_of_month
        and (modules.datetime.date(year, month, 1) + modules.datetime.timedelta(days=day_of_month - 1)).month == month
    ) }}
{% endmacro %}

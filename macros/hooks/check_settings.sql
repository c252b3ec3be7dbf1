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
        ('payments_location', '[^\']*', 'a path or glob without a quote'),
    ]) }}
{% endmacro %}

{# Whether a text YYYY-MM-DD is a day that there is. #}
{% macro is_calendar_day(day) %}
    {% set year, month, day_of_month = day.split('-') | map('int') %}
    {{ return(
        year > 0 and 0 < month <= 12 and 0 < day_of_month
        and (modules.datetime.date(year, month, 1) + modules.datetime.timedelta(days=day_of_month - 1)).month == month
    ) }}
{% endmacro %}

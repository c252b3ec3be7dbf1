{# How a value of each type is written. A safe cast alone accepts too much ('1e9', '5.005',
   'epoch', '2025-06-13 10:00'), so a text must first match the pattern, then cast, then lie in range. #}
{% macro value_forms() %}
    {{ return({
        'text': {
            'pattern': '^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$',
            'rule': 'a control character in it; of those only tabs and line breaks are allowed',
        },
        'date': {
            'pattern': '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', 'cast': 'date',
            'from': "date '1900-01-01'", 'to': "date '2199-12-31'",
            'rule': 'not a date from 1900-01-01 to 2199-12-31 written YYYY-MM-DD',
        },
        'money': {
            'pattern': '^-?[0-9]{1,16}([.][0-9]{1,2})?$', 'cast': 'decimal(18,2)',
            'rule': 'not an amount written with digits, an optional minus and at most two decimals, below 10^16',
        },
        'share': {
            'pattern': '^[01]([.][0-9]{1,9})?$', 'cast': 'decimal(10,9)', 'from': '0', 'to': '1',
            'rule': 'not a share from 0 to 1 with at most nine decimals',
        },
        'percent': {
            'pattern': '^[0-9]{1,3}([.][0-9]{1,6})?$', 'cast': 'decimal(9,6)', 'from': '0', 'to': '100',
            'rule': 'not a percentage from 0 to 100 with at most six decimals',
        },
        'rate': {
            'pattern': '^[0-9]{1,7}([.][0-9]{1,11})?$', 'cast': 'decimal(18,11)', 'from': '0.00000000001',
            'rule': 'not a rate above 0 with at most seven digits before and eleven after the point',
        },
        'integer': {
            'pattern': '^[0-9]{1,5}$', 'cast': 'integer',
            'rule': 'not a whole number from 0 to 99999',
        },
        'currency': {
            'pattern': '^[A-Z]{3}$',
            'rule': 'not an ISO 4217 code of three capital letters',
        },
    }) }}
{% endmacro %}


{# `typed`: the column holds dates or amounts as such, and only the range is left to judge. #}
{% macro is_well_formed(column, type, typed=false) %}
    {% set form = value_forms()[type] %}
    {% set tests = [] if typed else [matches('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')', form.pattern)] %}
    {% if form.cast %}{% do tests.append(as_type(column, type, try=true) ~ ' is not null') %}{% endif %}
    {% if form.from %}{% do tests.append(as_type(column, type, try=true) ~ ' >= ' ~ form.from) %}{% endif %}
    {% if form.to %}{% do tests.append(as_type(column, type, try=true) ~ ' <= ' ~ form.to) %}{% endif %}
    {{ return(tests | join(' and ')) }}
{% endmacro %}


{# A value as its type; with try, text that is none becomes null instead of an error. #}
{% macro as_type(column, type, try=false) %}
    {{ return(('try_cast(' if try else 'cast(') ~ column ~ ' as ' ~ value_forms()[type].cast ~ ')') }}
{% endmacro %}


{# A value as its type where it is well-formed, else null: a value that breaks a rule of its own is compared with no other. #}
{% macro readable(column, type, typed=false) %}
    {{ return('(case when ' ~ is_well_formed(column, type, typed) ~ ' then ' ~ as_type(column, type, try=true) ~ ' end)') }}
{% endmacro %}


{# First day of the month of a payment as it stands in the file; null where paid_on is no day. #}
{% macro payment_month() %}
    {% set day = readable('paid_on', 'date', 'paid_on' in typed_columns('payments')) %}
    {{ return('cast(' ~ dbt.date_trunc('month', day) ~ ' as date)') }}
{% endmacro %}


{% macro matches(column, pattern) %}
    {{ return(adapter.dispatch('matches')(column, pattern)) }}
{% endmacro %}

{% macro duckdb__matches(column, pattern) %}
    {{ return("regexp_matches(" ~ column ~ ", '" ~ pattern ~ "')") }}
{% endmacro %}

{% macro spark__matches(column, pattern) %}
    {{ return(column ~ " rlike '" ~ pattern | replace('\\', '\\\\') ~ "'") }}
{% endmacro %}

{# Rule for broken_rules: money in a currency that has no exchange rate on its day. US dollars need
   none, nor does money that is in the reporting currency already. `day`: SQL text of a date. #}
{% macro no_rate_rule(day) %}
    {% set reporting = var('reporting_currency') %}
    {% set missing = ["(this_row.currency <> 'USD' and " ~ first_rate_day('this_row.currency') ~ ' > ' ~ day ~ ')'] %}
    {% if reporting != 'USD' %}
        {% do missing.append(first_rate_day("'" ~ reporting ~ "'") ~ ' > ' ~ day) %}
    {% endif %}
    {{ return({
        'column': 'currency',
        'broken': "this_row.currency <> '" ~ reporting ~ "' and " ~ is_well_formed('this_row.currency', 'currency')
            ~ ' and (' ~ missing | join(' or ') ~ ')',
        'rule': 'no rate in ' ~ input_place('exchange_rates') ~ ' on that day for this currency or for ' ~ reporting,
    }) }}
{% endmacro %}


{% macro first_rate_day(currency) %}
    {{ return('coalesce((select min(rate.valid_from) from ' ~ ref('stg_exchange_rates')
        ~ ' as rate where rate.currency = ' ~ currency ~ "), date '9999-12-31')") }}
{% endmacro %}


{# The day whose rate converts money, as SQL: of a ledger line its own, of a claim the
   end of its period, of a contract its end, of a deal its closing or announcement; where none is known,
   the day of the words, and where that is unknown too, the latest rate. #}
{% macro rate_day(input) %}
    {% set columns = {
        'payments': ['paid_on'],
        'reported_figures': ['period_end'],
        'demand_claims': ['period_end', 'stated_on'],
        'contracts': ['ends_on', 'stated_on'],
        'deals': ['closed_on', 'announced_on', 'stated_on'],
    }[input] %}
    {% set days = [] %}
    {% for column in columns %}{% do days.append('try_cast(' ~ column ~ ' as date)') %}{% endfor %}
    {{ return('coalesce(' ~ days | join(', ') ~ ", date '2199-12-31')") }}
{% endmacro %}

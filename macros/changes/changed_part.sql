{# Condition on a row's month, or its period's end, that holds for what a build of changes makes; with the key
   next_period_end also for periods that come just before such a part. The tables are named, not referred to: they come
   before every model that asks, and each unit test would have to give them. #}
{% macro is_changed(key) %}
    {% if key == 'month_start' %}
        {{ return('month_start in (select changed.month_start from intermediate.int_changed_months as changed)') }}
    {% elif key == 'next_period_end' %}
        {# The next period is as long. None is longer than a year, which, said of a column alone, passes over what need
           not be read. #}
        {% set months = dbt.datediff('period_start', 'period_end', 'month') ~ ' + 1' %}
        {% set next_end = dbt.last_day(dbt.dateadd('month', months, 'period_end'), 'month') %}
        {{ return("period_end >= date '" ~ changed_from(months_before=12) ~ "' and " ~ is_changed(next_end)) }}
    {% endif %}
    {{ return(key ~ " >= date '" ~ changed_from() ~ "'") }}
{% endmacro %}


{# The day, as text, from which on periods that end are made anew, or as many months before. #}
{% macro changed_from(months_before=0) %}
    {% set day = dbt.dateadd('month', -months_before, 'changed_from') %}
    {{ return(run_query('select cast(cast(' ~ day ~ ' as date) as varchar) as day from intermediate.int_changed_from')[0].day) }}
{% endmacro %}


{# A relation with a row per month or period: in a build of changes only the part that differs from the last build. #}
{% macro changed_part(relation, key='period_end') %}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ is_changed(key) ~ ')' if builds_changes_only() else relation) }}
{% endmacro %}


{# Query of the rows of a remembered model, or of some columns of them, that are new, or gone, since the last good
   build. #}
{% macro rows_that_differ(name, columns=['*']) %}
    {% set columns = columns | join(', ') %}
    (select {{ columns }} from {{ ref(name) }} except select {{ columns }} from {{ before(name) }})
    union all
    (select {{ columns }} from {{ before(name) }} except select {{ columns }} from {{ ref(name) }})
{% endmacro %}


{# The accepted payments of the months that are read in this build. #}
{% macro payments_read() %}
    {% set payments = ref('stg_payments') %}
    {% if not builds_changes_only() %}{{ return(payments) }}{% endif %}
    {# From first to last for the files' statistics, which leave out what need not be read; then month by month. #}
    {% set span = run_query("select cast(coalesce(min(month_start), date '2199-12-31') as varchar) as first_day, "
        ~ "cast(coalesce(last_day(max(month_start)), date '1900-01-01') as varchar) as last_day "
        ~ 'from intermediate.int_changed_months')[0] %}
    {{ return('(select * from ' ~ payments ~ " where paid_on between date '" ~ span.first_day ~ "' and date '"
        ~ span.last_day ~ "' and cast(" ~ dbt.date_trunc('month', 'paid_on')
        ~ ' as date) in (select changed.month_start from intermediate.int_changed_months as changed))') }}
{% endmacro %}


{# Query that finds something if payments of months that are as they were may break a rule: some did in the last good
   build, or a currency has no rate any more on days on which it had one. #}
{% macro may_break_a_rule_now() %}
    select 1 as found
    from {{ before('chk_payments') }}

    union all

    select 1 as found
    from (
        select
            currency,
            min(valid_from) as first_day
        from {{ before('stg_exchange_rates') }}
        group by currency
    ) as rate_before
    left join (
        select
            currency,
            min(valid_from) as first_day
        from {{ ref('stg_exchange_rates') }}
        group by currency
    ) as rate
        on rate_before.currency = rate.currency
    where coalesce(rate.first_day > rate_before.first_day, true)
    limit 1
{% endmacro %}

{#
    on-run-end: of a whole build, what went in and how much of it was accepted, what the ledger adds up to, how many
    rows the marts have, and where the time went.
#}
{% macro report_build(results) %}
    {% if not execute or flags.WHICH != 'build' or not results_hold('reconciliation') or not results_hold('fct_spend') %}
        {{ return('') }}
    {% endif %}
    {% for line in lines_of_inputs() + lines_of_ledger() + lines_of_marts(results) + lines_of_time(results) %}
        {% do log(line, info=true) %}
    {% endfor %}
{% endmacro %}


{# A line for each input that has rows: rows and money in each currency, in, accepted and rejected. #}
{% macro lines_of_inputs() %}
    {% set sql %}
        select
            {# An input that is read in place may lie in thousands of files. #}
            case
                when file is null then ''
                {% for input in input_names() if input_kind(input) != 'seed' %}
                when file glob '{{ input_location(input) }}' then '{{ input }}'
                {% endfor %}
                else file
            end as input,
            currency,
            sum(rows_in) as rows_in,
            sum(rows_accepted) as rows_accepted,
            sum(rows_rejected) as rows_rejected,
            sum(amount_in) as amount_in,
            sum(amount_accepted) as amount_accepted,
            sum(amount_rejected) as amount_rejected
        from {{ adapter.get_relation(target.database, 'evidence', 'reconciliation') }}
        group by all
        order by all
    {% endset %}
    {% set lines = [] %}
    {% for input, rows in run_query(sql).rows | groupby('input') %}
        {% set counts = {'in': rows | sum('rows_in') | int, 'rejected': rows | sum('rows_rejected') | int} %}
        {% set money = [] %}
        {% for row in rows if row.amount_in or row.amount_accepted or row.amount_rejected %}
            {% set amounts = ['{:,.2f} {} in'.format(row.amount_in, row.currency or 'without a currency')] %}
            {% if counts.rejected %}
                {% do amounts.append('{:,.2f} accepted'.format(row.amount_accepted)) %}
                {% do amounts.append('{:,.2f} rejected'.format(row.amount_rejected)) %}
            {% endif %}
            {% do money.append(amounts | join(', ')) %}
        {% endfor %}
        {% set fate = '{:,} accepted, {:,} rejected'.format(counts.in - counts.rejected, counts.rejected)
            if counts.rejected else 'all accepted' %}
        {% do lines.append('Read {}: {:,} {}, {}{}'.format(
            input, counts.in, 'row' if counts.in == 1 else 'rows', fate, ('; ' ~ money | join('; ')) if money else ''
        )) %}
    {% endfor %}
    {{ return(lines) }}
{% endmacro %}


{# A line with what the ledger adds up to; none where there is no ledger. #}
{% macro lines_of_ledger() %}
    {% set sql %}
        select
            count(*) as row_count,
            sum(spend_amount_low) as amount,
            count(distinct vendor_id) as vendors,
            count(distinct customer_id) as customers
        from {{ adapter.get_relation(target.database, 'marts', 'fct_spend') }}
        where origin = 'ledger'
    {% endset %}
    {% set ledger = run_query(sql).rows[0] %}
    {{ return(['Ledger: {:,.2f} {}, between {:,} vendors and {:,} customers'.format(
        ledger.amount, var('reporting_currency'), ledger.vendors | int, ledger.customers | int
    )] if ledger.row_count else []) }}
{% endmacro %}


{# A line for each folder of marts: the rows of each of its tables. #}
{% macro lines_of_marts(results) %}
    {% set folders = {} %}
    {% for result in results if result.node.resource_type == 'model' and result.status == 'success'
        and result.node.fqn[1] == 'marts' and result.node.config.materialized not in ['ephemeral', 'view'] %}
        {% set node = result.node %}
        {% set relation = adapter.get_relation(target.database, node.schema, node.alias) %}
        {% set row_count = run_query('select count(*) as row_count from ' ~ relation).rows[0].row_count | int %}
        {% do folders.setdefault(node.fqn[2], []).append('{} {:,}'.format(node.name, row_count)) %}
    {% endfor %}
    {% set lines = [] %}
    {% for folder, tables in folders.items() | sort %}
        {% do lines.append('Rows of ' ~ folder ~ ': ' ~ tables | sort | join(', ')) %}
    {% endfor %}
    {{ return(lines) }}
{% endmacro %}


{# Two lines: seconds of each kind of work, with what took longest, and the most memory that was in use. #}
{% macro lines_of_time(results) %}
    {% set kinds = {'inputs and their rules': 0, 'models': 0, 'data tests': 0, 'unit tests': 0} %}
    {% set slowest = [] %}
    {% for result in results %}
        {% set node = result.node %}
        {% set kind = {'test': 'data tests', 'unit_test': 'unit tests', 'model': 'models'}.get(
            node.resource_type | string, 'inputs and their rules'
        ) %}
        {% set kind = 'inputs and their rules' if node.name.startswith('chk_') else kind %}
        {% do kinds.update({kind: kinds[kind] + result.execution_time}) %}
        {% do slowest.append((result.execution_time, node.name)) %}
    {% endfor %}
    {% set lines = [] %}
    {% set times = [] %}
    {% for kind, seconds in kinds.items() if seconds %}
        {% do times.append('{} {:,.1f} s'.format(kind, seconds)) %}
    {% endfor %}
    {% set longest = [] %}
    {% for seconds, name in (slowest | sort(reverse=true))[:3] %}
        {% do longest.append('{} {:,.1f} s'.format(name, seconds)) %}
    {% endfor %}
    {% set outcome = {} %}
    {% do adapter.store_relation('vendor_shock_engine', none, [], '', 'memory', {'outcome': outcome}) %}
    {{ return([
        'Time: ' ~ times | join(', ') ~ '; longest: ' ~ longest | join(', '),
        'Memory: at most ' ~ outcome.used ~ '; DuckDB may use ' ~ outcome.limit,
    ]) }}
{% endmacro %}

-- Grain: one row per input file and currency: rows and money as they stand in the file, and how much of it is rejected.
-- Money is the sum of all amounts of a row that can be read as one; the fingerprint does not depend on the rows' order.
with

{% for input in input_names() %}
{{ input }}_total as (

    {% if input == 'payments' %}
    select
        file,
        currency,
        cast(sum(rows_in) as bigint) as rows_in,
        cast(sum(amount_in) as decimal(38, 2)) as amount_in,
        sum(cast(fingerprint as {{ wide_integer() }})) as fingerprint
    from {{ ref('chk_payment_months') }}
    {% else %}
    select
        file,
        {{ currency_of_row(input) }} as currency,
        count(*) as rows_in,
        cast(sum({{ money_of_row(input, typed=false) }}) as decimal(38, 2)) as amount_in,
        sum({{ row_fingerprint(input_meta(input).columns | map(attribute='name') | list) }}) as fingerprint
    from ({{ input_rows(input) }}) as input_row
    {% endif %}
    group by 1, 2

),

{{ input }}_rejected as (

    select
        file,
        {{ currency_of_row(input) }} as currency,
        count(*) as rows_rejected,
        cast(sum({{ money_of_row(input, typed=false) }}) as decimal(38, 2)) as amount_rejected
    from ({{ input_rows(input) }}) as input_row
    where row_key in (select broken.row_key from {{ ref('chk_' ~ input) }} as broken)
    group by 1, 2

),

{% endfor %}
total as (

    {% for input in input_names() %}
    select
        total.file,
        total.currency,
        total.rows_in,
        total.amount_in,
        coalesce(rejected.rows_rejected, 0) as rows_rejected,
        cast(coalesce(rejected.amount_rejected, 0) as decimal(38, 2)) as amount_rejected,
        cast(total.fingerprint as {{ dbt.type_string() }}) as fingerprint
    from {{ input }}_total as total
    left join {{ input }}_rejected as rejected
        on
            total.file = rejected.file
            and total.currency = rejected.currency

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from total

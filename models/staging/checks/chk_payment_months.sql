-- Grain: one row per file, month and currency of payments as they stand in the file; a day that is none has no month.
-- Read whole in every build: what has changed since the last one is found by it. Evidence names lines, so that they count.
select
    file,
    month_start,
    currency,
    count(*) as rows_in,
    cast(sum(amount) as decimal(38, 2)) as amount_in,
    cast(sum(fingerprint) as {{ dbt.type_string() }}) as fingerprint,
    cast(sum({{ row_fingerprint(['line', 'fingerprint'], as_text=false) }}) as {{ dbt.type_string() }}) as line_fingerprint
from (
    select
        file,
        line,
        {{ payment_month() }} as month_start,
        {{ currency_of_row('payments') }} as currency,
        {{ money_of_row('payments', typed=false) }} as amount,
        {{ row_fingerprint(input_meta('payments').columns | map(attribute='name') | list) }} as fingerprint
    from ({{ input_rows('payments') }}) as input_row
) as judged_row
group by file, month_start, currency

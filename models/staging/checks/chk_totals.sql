-- Grain: one row per input file and currency: rows and money as they stand in the file, and how much of it is rejected.
-- Money is the sum of all amounts of a row that can be read as one; the fingerprint does not depend on the rows' order.
{% for input in input_names() %}
select
    file,
    {{ currency_of_row(input) }} as currency,
    count(*) as rows_in,
    cast(sum({{ money_of_row(input, typed=false) }}) as decimal(38, 2)) as amount_in,
    count(case when is_rejected then 1 end) as rows_rejected,
    cast(
        sum(case when is_rejected then {{ money_of_row(input, typed=false) }} else 0 end) as decimal(38, 2)
    ) as amount_rejected,
    cast(
        sum({{ row_fingerprint(input_meta(input).columns | map(attribute='name') | list) }}) as {{ dbt.type_string() }}
    ) as fingerprint
from (
    select
        input_row.*,
        row_key in (select broken.row_key from {{ ref('chk_' ~ input) }} as broken) as is_rejected
    from ({{ input_rows(input) }}) as input_row
) as judged_row
group by file, {{ currency_of_row(input) }}

{{ 'union all' if not loop.last }}

{% endfor %}

-- Grain: one row per input file and currency: rows and money as they stand in the file, and how much of it is rejected.
-- Money is the sum of all amounts of a row that can be read as one; the fingerprint does not depend on the rows' order.
{% for input in input_names() %}
{% set columns = input_meta(input).columns | map(attribute='name') | list %}
{% set amounts = input_columns_of_type(input, 'money') %}
select
    file,
    '{{ input }}' as input,
    {{ "coalesce(currency, '')" if 'currency' in columns else "''" }} as currency,
    count(*) as rows_in,
    cast(coalesce(sum({% for amount in amounts -%}
        case when {{ is_well_formed(amount, 'money') }} then {{ as_type(amount, 'money', try=true) }} else 0 end
        {{- ' + ' if not loop.last }}
    {%- else %}0{% endfor %}), 0) as decimal(38, 2)) as amount_in,
    count(case when is_rejected then 1 end) as rows_rejected,
    cast(coalesce(sum({% for amount in amounts -%}
        case when is_rejected and {{ is_well_formed(amount, 'money') }} then {{ as_type(amount, 'money', try=true) }} else 0 end
        {{- ' + ' if not loop.last }}
    {%- else %}0{% endfor %}), 0) as decimal(38, 2)) as amount_rejected,
    cast(sum({{ row_fingerprint(columns) }}) as {{ dbt.type_string() }}) as fingerprint
from (
    select
        input_row.*,
        row_key in (select broken.row_key from {{ ref('chk_' ~ input) }} as broken) as is_rejected
    from ({{ input_rows(input) }}) as input_row
) as judged_row
group by 1, 2, 3

{{ 'union all' if not loop.last }}

{% endfor %}

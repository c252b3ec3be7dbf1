-- Grain: one row per ledger line.
-- Not stored where reading it again is as quick: in a Parquet file or a relation, of which there may be many.
{{ config(materialized='view' if input_kind('payments') in ['parquet', 'relation'] else 'table') }}
select
    file,
    line,
    row_key,
    payment_id,
    contract_id,
    vendor_id,
    customer_id,
    market_id,
    {{ as_type('paid_on', 'date') }} as paid_on,
    {{ as_type('amount', 'money') }} as amount,
    currency
from ({{ accepted_rows('payments') }}) as accepted

-- Grain: one row per ledger line.
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

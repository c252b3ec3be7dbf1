-- Grain: one row per metric, vendor, customer and period of int_spend_changes: who belonged to which group at its end.
-- Not stored: the keys are those of int_spend_changes.
{{ config(materialized='view') }}
select
    metric,
    vendor_id,
    customer_id,
    vendor_group_id,
    customer_group_id,
    period_grain,
    period_start,
    period_end
from {{ ref('int_spend_changes') }}

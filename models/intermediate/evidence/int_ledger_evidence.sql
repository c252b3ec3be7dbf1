-- Grain: one row per figure of vendor_concentration or vendor_customers (evidence_key) with ledger lines that may stand
-- behind a loss, a risk or a conflict of interest: file, lines, their number and sum. As in evidence.ledger_lines.
{% set figures = [
    ('vendor_concentration', ['vendor_group_id', 'period_start', 'period_end'], 'is_vendor_covered or is_named'),
    ('vendor_customers', ['vendor_group_id', 'customer_group_id', 'period_start', 'period_end'], 'is_named'),
] %}
with

line as (

    select
        ledger.*,
        period.period_start,
        period.period_end
    from {{ ref('int_ledger_months') }} as ledger
    inner join {{ ref('int_evidence_vendors') }} as vendor
        on ledger.vendor_id = vendor.company_id
    inner join {{ ref('int_month_periods') }} as period
        on ledger.month_start = period.month_start

),

grouped as (

    select
        line.*,
        vendor_coverage.company_id is not null as is_vendor_covered,
        coalesce(vendor_group.ultimate_parent_id, line.vendor_id) as vendor_group_id,
        coalesce(customer_group.ultimate_parent_id, line.customer_id) as customer_group_id
    from line
    {{ join_coverage('line', 'vendor') }}
    {{ join_group('vendor_group', 'line.vendor_id', 'line.period_end') }}
    {{ join_group('customer_group', 'line.customer_id', 'line.period_end') }}

),

ledger as (

    select
        *,
        customer_group_id <> 'undisclosed' and vendor_group_id <> customer_group_id as is_named
    from grouped
    where vendor_group_id not in ('in_house', 'undisclosed')

),

figure as (
    {% for mart, key, condition in figures %}
    select
        {{ evidence_key(mart, key) }} as evidence_key,
        {{ ledger_sums() }}
    from ledger
    where {{ condition }}
    group by {{ key | join(', ') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    evidence_key,
    {{ ledger_evidence() }}
from figure

-- Grain: one row per broken rule of one row of reported_figures.
{% set start, end = readable('period_start', 'date'), readable('period_end', 'date') %}
{{ broken_rules('reported_figures', references={'companies': ref('stg_company_names'), 'sources': ref('stg_sources')}, also=[
    reserved_market_rule(['unclassified', 'unallocated']),
    {
        'column': 'vendor_id',
        'broken': "vendor_id is null and metric in ('customer_spend', 'vendor_revenue', 'revenue_excluding_customer')",
        'rule': 'empty, but required with this metric',
    },
    {
        'column': 'customer_id',
        'broken': "customer_id is null and metric in ('customer_spend', 'revenue_excluding_customer', 'customer_budget')",
        'rule': 'empty, but required with this metric',
    },
    {
        'column': 'market_id',
        'broken': "market_id is null and metric = 'market_size'",
        'rule': 'empty, but required with this metric',
    },
    {
        'column': 'vendor_id',
        'broken': "vendor_id is not null and metric in ('customer_budget', 'market_size')",
        'rule': 'this metric has no vendor',
    },
    {
        'column': 'customer_id',
        'broken': "customer_id is not null and metric in ('vendor_revenue', 'market_size')",
        'rule': 'this metric has no customer',
    },
    {
        'column': 'share_high',
        'broken': "coalesce(share_low, share_high) is not null and metric <> 'customer_spend'",
        'rule': 'only customer_spend is stated as a share',
    },
    {
        'column': 'disclosure',
        'broken': "disclosure is not null and metric <> 'vendor_revenue'",
        'rule': 'only vendor_revenue has a disclosure',
    },
    ceiling_rule('basis', 'amount_low', 'amount_high'),
    {
        'column': 'period_end',
        'broken': period_grain(start, end) ~ ' is null and ' ~ start ~ ' <= ' ~ end,
        'rule': 'not a calendar month, quarter, half-year or year, nor any other twelve whole months',
    },
    {
        'column': 'period_end',
        'broken': "basis = 'run_rate' and " ~ period_grain(start, end) ~ " <> 'month'",
        'rule': 'the period of a run-rate is the month in which it was measured',
    },
    no_rate_rule(rate_day('reported_figures')),
]) }}

-- What: every vendor and every customer with ledger lines in a period has its row in vendor_concentration and
-- customer_dependence. Where that row rests on the ledger alone, amount and credits equal the months of fct_spend of its
-- groups, less what a group pays itself, to the cent.
-- When it matters: the concentration marts roll companies up to their ultimate parent; a company lost or
-- counted twice on the way falsifies every share.
-- How to resolve: this is a defect of the project. Follow the company and period named here through
-- intermediate.int_group_figures and int_concentration_wholes. `difference` is the mart less the ledger; where it is
-- zero, the row is missing, or its point, high or credits differ.
{% set wholes = [
    {'kind': 'vendor', 'other': 'customer', 'mart': 'vendor_concentration', 'total': 'revenue_amount'},
    {'kind': 'customer', 'other': 'vendor', 'mart': 'customer_dependence', 'total': 'spend_amount'},
] %}
with

{{ ledger_pairs() }}

{% for whole in wholes %}
select
    '{{ whole.mart }}' as mart,
    coalesce(ledger.whole_id, mart.{{ whole.kind }}_id) as company_id,
    coalesce(ledger.period_start, mart.period_start) as period_start,
    coalesce(ledger.period_end, mart.period_end) as period_end,
    mart.total_basis,
    ledger.amount as ledger_amount,
    mart.{{ whole.total }}_low as mart_amount,
    coalesce(mart.{{ whole.total }}_low, 0) - coalesce(ledger.amount, 0) as difference
from (
    select
        {{ whole.kind }}_id as whole_id,
        period_start,
        period_end,
        sum(amount) as amount,
        sum(case when {{ whole.other }}_id <> 'undisclosed' then amount else 0 end) as named_amount,
        sum(case when {{ whole.other }}_id <> 'undisclosed' and amount < 0 then amount else 0 end) as credit_amount,
        count(case when {{ whole.other }}_id <> 'undisclosed' then 1 end) as named_lines
    from pair
    where {{ whole.kind }}_id <> 'undisclosed'
    group by {{ whole.kind }}_id, period_start, period_end
) as ledger
full outer join {{ tested_part(ref(whole.mart)) }} as mart
    on
        ledger.whole_id = mart.{{ whole.kind }}_id
        and ledger.period_start = mart.period_start
        and ledger.period_end = mart.period_end
where
    (mart.{{ whole.kind }}_id is null and ledger.named_lines > 0)
    or (
        mart.total_basis = 'ledger'
        and (
            coalesce(ledger.amount, 0) is distinct from mart.{{ whole.total }}
            or mart.{{ whole.total }} is distinct from mart.{{ whole.total }}_low
            or mart.{{ whole.total }} is distinct from mart.{{ whole.total }}_high
        )
    )
    or (
        mart.evidence_tier = 'ledger'
        and mart.evidence_key not in (select claimed.evidence_key from claimed)
        and (
            coalesce(ledger.credit_amount, 0) is distinct from mart.credit_amount
            -- Of a group with a member whose ledger is complete more is known than the sum of its lines.
            or (
                mart.total_basis = 'observed_only'
                and mart.{{ whole.kind }}_id not in (select member.ultimate_parent_id from member)
                and coalesce(ledger.named_amount, 0) is distinct from mart.{{ whole.total }}_low
            )
        )
    )

{{ 'union all' if not loop.last }}

{% endfor %}

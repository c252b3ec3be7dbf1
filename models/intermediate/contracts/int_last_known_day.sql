-- Grain: one row, the last day of which the inputs tell anything: `as_of` where it is set, never the clock.
{% set claims = ['contracts', 'deals', 'reported_figures', 'customer_signals', 'demand_claims'] %}
{% if var('as_of') %}
select
    date '{{ var("as_of") }}' as last_known_day,
    date '{{ var("as_of") }}' as groups_on
{% else %}
with

{% for input in claims %}
{{ input }} as (

    {{ known_claims(input) }}

),

{% endfor %}
known as (

    {% for input in claims %}
    select max(known_on) as last_day from {{ input }}

    union all

    {% endfor %}
    select max(last_paid_on) as last_day from {{ ref('int_payment_months') }}

    union all

    select max(covered_to) as last_day from {{ ref('stg_ledger_coverage') }}

),

latest as (

    select max(last_day) as last_known_day
    from known

),

control as (

    select max(valid_from) as last_start
    from {{ ref('stg_company_parents') }}

)

-- Unset, all is known, so a control that begins later counts already; one that is to end later has not ended.
-- `greatest` passes over a day that is not known.
select
    latest.last_known_day,
    coalesce(greatest(latest.last_known_day, control.last_start), date '2199-12-31') as groups_on
from latest
cross join control
{% endif %}

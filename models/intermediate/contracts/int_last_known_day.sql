-- Grain: one row, the last day of which the inputs tell anything: `as_of` where it is set, never the clock.
{% set claims = ['contracts', 'deals', 'reported_figures', 'customer_signals', 'demand_claims'] %}
{% if var('as_of') %}
select date '{{ var("as_of") }}' as last_known_day
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
    select max(paid_on) as last_day from {{ ref('stg_payments') }}

    union all

    select max(covered_to) as last_day from {{ ref('stg_ledger_coverage') }}

)

select max(last_day) as last_known_day
from known
{% endif %}

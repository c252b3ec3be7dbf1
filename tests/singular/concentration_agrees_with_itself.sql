-- What: in each concentration mart, the verdict follows from the bounds of the index and the threshold of the
-- build; effective numbers are 10,000 over the index; a larger group of companies has no smaller share.
-- When it matters: a reader who recomputes the verdict from the columns beside it must get the same word.
-- How to resolve: this is a defect of the project, in intermediate.int_concentration: recompute from the columns shown.
{% set marts = [
    {'name': 'vendor_concentration', 'id': 'vendor_id', 'parts': 'customers', 'few': 'top1_share', 'more': 'top3_share'},
    {'name': 'customer_dependence', 'id': 'customer_id', 'parts': 'vendors', 'few': 'top1_share', 'more': 'top3_share'},
    {'name': 'market_concentration', 'id': 'market_id', 'parts': 'vendors', 'few': 'cr1', 'more': 'cr4'},
] %}
with

measured as (

    {% for mart in marts %}
    select
        '{{ mart.name }}' as mart,
        {{ mart.id }} as id,
        period_start,
        period_end,
        total_basis,
        is_contradicted,
        hhi_low,
        hhi_high,
        effective_{{ mart.parts }}_low as effective_low,
        effective_{{ mart.parts }}_high as effective_high,
        {{ mart.few }}_low as few_low,
        {{ mart.few }}_high as few_high,
        {{ mart.more }}_low as more_low,
        {{ mart.more }}_high as more_high,
        concentration_verdict
    from {{ tested_part(ref(mart.name)) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

judged as (

    select
        measured.*,
        build.hhi_threshold,
        case
            when
                measured.is_contradicted
                or measured.total_basis in ('observed_only', 'known_vendors')
                then 'undetermined'
            when measured.hhi_low > build.hhi_threshold then 'above'
            when measured.hhi_high <= build.hhi_threshold then 'not_above'
            else 'undetermined'
        end as verdict_that_follows
    from measured
    cross join {{ ref('build') }} as build

)

select
    mart,
    id,
    period_start,
    period_end,
    concentration_verdict,
    verdict_that_follows,
    hhi_threshold,
    hhi_low,
    hhi_high,
    effective_low,
    effective_high,
    few_low,
    more_low,
    few_high,
    more_high
from judged
where
    concentration_verdict is distinct from verdict_that_follows
    or abs(effective_low * hhi_high - 10000) > 0.02
    or abs(effective_high * hhi_low - 10000) > 0.02
    or (effective_low is null) <> (coalesce(hhi_high, 0) = 0)
    or (effective_high is null) <> (coalesce(hhi_low, 0) = 0)
    or few_low > more_low
    or few_high > more_high

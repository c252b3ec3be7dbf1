-- Grain: one row per whole and period with a total: its index in points and its shares as bounds, from the method
-- that fits its amounts. An empty bound is unbounded: `unbounded_by` names what causes it.
{% set shares = ['top1', 'top3', 'top4', 'named'] %}
with

bounds as (

    select
        {{ whole_key() }}, hhi_low, hhi_high, top1_low, top1_high, top3_low, top3_high,
        top4_low, top4_high, named_low, named_high, unbounded_by
    from {{ changed_part(ref('int_bounds_exact')) }}

    union all

    select
        {{ whole_key() }}, hhi_low, hhi_high, top1_low, top1_high, top3_low, top3_high,
        top4_low, top4_high, named_low, named_high, unbounded_by
    from {{ changed_part(ref('int_bounds_share')) }}
    where method = 'share'

    union all

    -- A sum of parts has them all named.
    select
        {{ whole_key() }}, hhi_low, hhi_high, top1_low, top1_high, top3_low, top3_high,
        top4_low, top4_high, 1 as named_low, 1 as named_high, unbounded_by
    from {{ changed_part(ref('int_bounds_sum')) }}

)

select
    {{ whole_key() }},
    {% for bound in ['low', 'high'] %}
    cast(round(hhi_{{ bound }} * 10000, 6) as decimal(11, 6)) as hhi_{{ bound }},
    {% for share in shares %}
    cast(round({{ share }}_{{ bound }}, 9) as decimal(10, 9)) as {{ share }}_share_{{ bound }},
    {% endfor %}
    {% endfor %}
    unbounded_by
from bounds

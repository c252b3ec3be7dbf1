-- Grain: one row per whole and period whose parts have shares: that of the largest named part, and how many parts are
-- major.
select
    {{ whole_key() }},
    max(case when part_rank = 1 then share end) as top_part_share,
    -- Of whoever is the largest named: no less than any part's low, no more than the greatest high.
    max(share_low) as top_part_share_low,
    case when count(share_high) = count(*) then max(share_high) end as top_part_share_high,
    count(case when is_major then 1 end) as major_parts,
    count(case when may_be_major then 1 end) as possible_major_parts
from {{ changed_part(ref('int_part_shares')) }}
group by {{ whole_key() }}

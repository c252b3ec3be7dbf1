-- Question: which figures contradict each other, in whose words?
-- Answer (default inputs): ten pairs: Scale AI's 2024 revenue (870 million against "close to $1 billion")
--   and run-rate, Google's share ("almost 20%" against 15.0% to 17.24% from amounts), the price and
--   the earlier valuation in Meta's deal, Mercor's run-rate, and OpenAI, which on one day had pulled
--   back from Scale AI and would stay.
-- Marts: evidence.evidence_conflicts
select
    conflict,
    subject_key,
    attribute,
    first_low,
    first_high,
    first_attribution,
    first_stated_on,
    first_quote,
    second_low,
    second_high,
    second_attribution,
    second_stated_on,
    coalesce(second_quote, second_row_key) as second_quote
from evidence.evidence_conflicts
order by subject_key, attribute, first_row_key, second_row_key, conflict

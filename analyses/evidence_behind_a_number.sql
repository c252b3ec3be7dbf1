-- Question: which claims stand behind a number, in whose words? Here: everything about Scale
--   AI's concentration in 2024; any evidence_key of any mart works the same way.
-- Answer (default inputs): five claims of four publications: two of Google's spend or share (Reuters,
--   Business Insider), three of the revenue of the year or its first half (Reuters, CNBC, The Information).
-- Marts: marts.vendor_concentration, evidence.evidence, marts.dim_sources
select
    claim.role,
    claim.row_key as claim,
    claim.attribution,
    claim.stated_on,
    claim.quote,
    document.publisher,
    document.url
from marts.vendor_concentration as concentration
inner join evidence.evidence as claim
    on concentration.evidence_key = claim.evidence_key
left join marts.dim_sources as document
    on claim.source_id = document.source_id
where
    concentration.vendor_id = 'scale_ai'
    and concentration.period_grain = 'year'
    and concentration.period_start = date '2024-01-01'
order by claim.role, claim.row_key, claim.input_file, claim.line

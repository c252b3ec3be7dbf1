{# The claims of an input that are known by as_of: known on the later of the day of the words and the
   source's publication. Adds said_on, known_on and tier (1 is best; ledger, filing, stated, analyst). #}
{% macro known_claims(input) %}
    select
        claim.*,
        coalesce(claim.stated_on, source.published_on) as said_on,
        greatest(
            coalesce(claim.stated_on, source.published_on),
            coalesce(source.published_on, claim.stated_on)
        ) as known_on,
        case claim.attribution
            when 'ledger' then 0
            when 'filing' then 1
            when 'analyst' then 3
            else 2
        end as tier
    from {{ ref('stg_' ~ input) }} as claim
    left join {{ ref('stg_sources') }} as source
        on claim.source_id = source.source_id
    where
        {{ known_by_as_of('greatest(coalesce(claim.stated_on, source.published_on), '
            ~ 'coalesce(source.published_on, claim.stated_on))') }}
{% endmacro %}

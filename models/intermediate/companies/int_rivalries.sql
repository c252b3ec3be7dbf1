-- Grain: one row per company, rival and arena in which they compete; each rivalry stands in both directions.
with

known as (

    select
        coalesce(company.company_id, rivalry.company_id) as company_id,
        coalesce(rival.company_id, rivalry.rival_id) as rival_id,
        rivalry.arena,
        source.published_on as known_on,
        rivalry.source_id,
        rivalry.file,
        rivalry.line,
        rivalry.row_key
    from {{ ref('stg_rivalries') }} as rivalry
    left join {{ ref('stg_company_names') }} as company
        on rivalry.company_id = company.name
    left join {{ ref('stg_company_names') }} as rival
        on rivalry.rival_id = rival.name
    left join {{ ref('stg_sources') }} as source
        on rivalry.source_id = source.source_id
    -- A rivalry is known from its source's day on; one without a dated source always.
    where {{ known_by_as_of("coalesce(source.published_on, date '1900-01-01')") }}

),

both_ways as (

    select * from known

    union all

    select
        rival_id as company_id,
        company_id as rival_id,
        arena,
        known_on,
        source_id,
        file,
        line,
        row_key
    from known

),

-- Two rows may say the same, in either direction: the one known first stands.
ranked as (

    select
        *,
        row_number() over (
            partition by company_id, rival_id, coalesce(arena, '')
            order by coalesce(known_on, date '1900-01-01'), row_key
        ) as place
    from both_ways

)

select
    company_id,
    rival_id,
    arena,
    known_on,
    source_id,
    file,
    line,
    row_key
from ranked
where place = 1

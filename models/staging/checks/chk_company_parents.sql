-- Grain: one row per broken rule of one row of company_parents.
with recursive

column_rule as (

    {{ broken_rules('company_parents', references={'companies': ref('stg_company_names')}) }}

),

control as (

    select
        accepted.file,
        accepted.line,
        accepted.row_key,
        child.company_id,
        parent.company_id as parent_company_id,
        accepted.company_id as written_company_id,
        accepted.parent_company_id as written_parent_company_id,
        accepted.valid_from as written_valid_from,
        coalesce(try_cast(accepted.valid_from as date), date '1900-01-01') as first_day,
        coalesce(try_cast(accepted.valid_to as date), date '2199-12-31') as last_day
    from ({{ input_rows('company_parents') }}) as accepted
    inner join {{ ref('stg_company_names') }} as child
        on accepted.company_id = child.name
    inner join {{ ref('stg_company_names') }} as parent
        on accepted.parent_company_id = parent.name
    where accepted.row_key not in (select column_rule.row_key from column_rule)

),

overlapping as (

    select distinct control.row_key
    from control
    inner join control as other
        on
            control.company_id = other.company_id
            and control.row_key <> other.row_key
            and control.first_day <= other.last_day
            and other.first_day <= control.last_day

),

-- From each row up the chain of parents, as long as all its links hold on a common day.
chain as (

    select
        row_key,
        company_id,
        parent_company_id as ancestor_id,
        first_day,
        last_day
    from control
    where row_key not in (select overlapping.row_key from overlapping)

    union

    select
        chain.row_key,
        chain.company_id,
        control.parent_company_id as ancestor_id,
        greatest(chain.first_day, control.first_day) as first_day,
        least(chain.last_day, control.last_day) as last_day
    from chain
    inner join control
        on
            chain.ancestor_id = control.company_id
            and chain.first_day <= control.last_day
            and control.first_day <= chain.last_day
    where
        chain.ancestor_id <> chain.company_id
        and control.row_key not in (select overlapping.row_key from overlapping)

),

looping as (

    select distinct row_key
    from chain
    where ancestor_id = company_id

)

select * from column_rule

union all

select
    file,
    line,
    row_key,
    'valid_from' as column_name,
    written_valid_from as value,
    'overlaps another parent of the same company' as rule
from control
where row_key in (select overlapping.row_key from overlapping)

union all

select
    file,
    line,
    row_key,
    'parent_company_id' as column_name,
    written_parent_company_id as value,
    'a loop: following the parents leads back to the company' as rule
from control
where row_key in (select looping.row_key from looping)

-- Grain: one row per market and vendor that sells in it.
select
    market_vendor.market_id,
    name.company_id as vendor_id,
    count(*) over (partition by name.company_id) as markets_of_vendor,
    count(*) over (partition by market_vendor.market_id) as vendors_in_market
from {{ ref('stg_market_vendors') }} as market_vendor
inner join {{ ref('stg_company_names') }} as name
    on market_vendor.vendor_id = name.name
group by market_vendor.market_id, name.company_id

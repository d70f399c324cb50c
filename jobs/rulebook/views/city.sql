-- 全域：县区名册中的所属市

select
    city_id,
    city_id as city_name,
    max(origin) as origin
from region
group by city_id

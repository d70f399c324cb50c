-- 全市：县区名册中的所属市

select distinct city_id, city_id as city_name
from region

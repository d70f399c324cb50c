-- 市级、县级督办时限
select
    max(value) filter (where name = 'listed_city_days') as city_days,
    max(value) filter (where name = 'listed_county_days') as county_days
from parameter

-- 市本级；考核结果有变动的地区。仅因他人名次变动而顺移的，列入更正事项表，不另致函
with place as (
    select 'region' as subject_kind, region_id as subject, region_id from region
    union all
    select 'street', street_id, region_id from street
    union all
    select 'project', project_id, region_id from project_in_period
)

select city_id as id, city_name as name
from city
where exists (select 1 from correction)
union all
select r.region_id, r.region_name
from region as r
where r.region_id in (
    select p.region_id
    from correction as c
    join place as p on p.subject_kind = c.subject_kind and p.subject = c.subject
    where c.subject_kind = 'region' or c.figure <> 'rank')
order by id

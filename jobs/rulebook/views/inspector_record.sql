-- 名册上每个监督人员期内的检查：记录上写几个人就各算一次，一次检查中同一人只算一次；没有参加检查的为零
-- 姓名先在检查层级的单位名册里找，没有的再到项目所在地的另一级名册里找
with seen as (
    select
        i.inspection_id,
        i.project_id,
        i.inspected_on,
        i.level,
        p.region_id,
        concat('、', replace(replace(replace(i.inspector, '，', '、'), ',', '、'), ' ', '、'), '、') as names
    from inspection as i
    join project as p on p.project_id = i.project_id
    where i.inspected_on >= period_start() and i.inspected_on < period_end() and i.inspector is not null
),

took_part as (
    select r.inspector_id, s.inspection_id, s.project_id, s.inspected_on
    from inspector as r
    join seen as s on s.names like concat('%、', r.inspector, '、%') and coalesce(r.region_id, s.region_id) = s.region_id
    where (r.region_id is null) = (s.level = '市级')
        or not exists (
            select 1 from inspector as x
            where x.inspector = r.inspector and (x.region_id is null) = (s.level = '市级')
                and coalesce(x.region_id, s.region_id) = s.region_id
        )
),

found as (
    select t.inspector_id, count(*) as hazards
    from took_part as t
    join hazard as h on h.inspection_id = t.inspection_id
    group by t.inspector_id
)

select
    r.inspector_id,
    r.inspector,
    r.region_id,
    count(t.inspection_id) as inspections,
    count(distinct t.inspected_on) as days,
    count(distinct t.project_id) as projects,
    coalesce(max(f.hazards), 0) as hazards,
    max(q.value) as required,
    max(r.origin) as origin
from inspector as r
join parameter as q on q.name = 'inspector_visits_least'
left join took_part as t on t.inspector_id = r.inspector_id
left join found as f on f.inspector_id = r.inspector_id
where r.from_on < period_end() and (r.until_on is null or r.until_on >= period_start())
group by r.inspector_id, r.inspector, r.region_id

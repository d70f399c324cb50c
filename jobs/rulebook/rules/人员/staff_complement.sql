-- 安全和监理人员足额配备率: 期末在施项目的专职安全员、监理人员两个岗位中足额配备的比例
-- duty:    staff_complement
-- case:    staff_short 安全和监理人员未足额配备
-- subject: project
-- every:   [month, quarter]
-- basis:   R047
--
-- 应配人数取规模达到的最高一档；县区另有标准的，取代通用标准。
-- 期末在岗、证书在有效期内的人员才计，同一人只计一次。

with sized as (
    select
        p.project_id,
        r.role,
        r.region,
        r.measure,
        r.from_size,
        r.people,
        case r.measure when '建筑面积' then p.area_m2 else p.cost_wan end as size,
        p.origin
    from project_in_period as p
    join staffing_requirement as r
        on r.project_type = p.project_type and (r.region = '*' or r.region = p.region_id)
    where p.phase = '在施' and r.role in ('专职安全员', '监理人员')
),

required as (
    select
        *,
        row_number() over (
            partition by project_id, role order by case when region = '*' then 1 else 0 end, from_size desc
        ) as line
    from sized
    where size >= from_size
),

present as (
    select
        project_id,
        role,
        count(distinct staff_id) as people
    from site_staff
    where entered_on < period_end()
        and (left_on is null or left_on >= period_end())
        and (certificate_until is null or certificate_until >= period_end() - interval '1' day)
    group by project_id, role
),

complement as (
    select r.project_id, r.role, r.measure, r.size, r.people as required, coalesce(h.people, 0) as present, r.origin
    from required as r
    left join present as h on h.project_id = r.project_id and h.role = r.role
    where r.line = 1
)

select
    project_id as subject,
    role as case_key,
    present >= required as met,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(
        measure, cast(size as integer), case measure when '建筑面积' then '平方米' else '万元' end,
        '，应配', role, required, '人，期末在岗', present, '人，缺', required - present, '人'
    ) as detail,
    origin
from complement

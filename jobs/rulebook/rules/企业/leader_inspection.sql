-- 企业负责人带队检查达标率: 有在施项目的施工企业中，期内由企业负责人带队检查重大事故隐患达到规定次数的比例，部门负责人带队的不算，次数见参数表
-- duty:    leader_inspection
-- case:    leader_inspection_missing 企业负责人未带队检查
-- base:    once in the period
-- subject: enterprise
-- every:   quarter
-- basis:   R045

with rounds as (
    select
        e.enterprise_id,
        count(o.activity_id) over (partition by e.enterprise_id) as times,
        count(nullif(o.leader_post, '安全管理部门负责人')) over (partition by e.enterprise_id) as led,
        coalesce(o.origin, e.origin) as origin
    from active_enterprise as e
    left join enterprise_activity as o
        on o.enterprise_id = e.enterprise_id
            and o.kind = '重大事故隐患检查'
            and o.held_on >= period_start()
            and o.held_on < period_end()
)

select
    r.enterprise_id as subject,
    '负责人带队检查' as case_key,
    r.led >= p.value as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    case
        when r.times = 0 then '本期没有重大事故隐患检查记录'
        else concat('本期检查', r.times, '次，其中负责人带队', r.led, '次')
    end as detail,
    r.origin
from rounds as r
join parameter as p on p.name = 'leader_inspections_least'

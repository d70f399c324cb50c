-- 企业负责人未带队检查: 有在施项目的施工企业期内负责人带队检查重大事故隐患少于规定次数
--
-- finding: leader_inspection_missing
-- subject: enterprise
-- every:   quarter
-- basis:   R045

select
    e.enterprise_id as subject,
    '负责人带队检查' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    case
        when count(o.activity_id) = 0 then '本期没有重大事故隐患检查记录'
        else concat('本期检查', count(o.activity_id), '次，其中负责人带队', count(r.activity_id), '次')
    end as detail,
    max(e.origin) as origin
from active_enterprise as e
join parameter as p on p.name = 'leader_inspections_least'
left join enterprise_activity as o
    on o.enterprise_id = e.enterprise_id
        and o.kind = '重大事故隐患检查'
        and o.held_on >= period_start()
        and o.held_on < period_end()
left join leader_round as r on r.activity_id = o.activity_id
group by e.enterprise_id, p.value
having count(r.activity_id) < p.value and period_is_over()

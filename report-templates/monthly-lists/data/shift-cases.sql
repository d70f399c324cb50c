-- 法定工作时间外施工中缺勤和无记录的班次，两类分列
-- basis: R017
select
    case when s.recorded then '缺勤' else '无记录' end as state,
    r.region_name,
    p.project_name,
    e.enterprise_name,
    s.worked_on,
    s.shift,
    case when s.recorded and s.leader is null then '无' end as leader,
    case when s.recorded and s.watch is null then '无' end as watch
from off_hours_shift as s
join project as p on p.project_id = s.project_id
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
where s.worked_on >= period_start() and s.worked_on < period_end()
    and exists (select 1 from ledger_since where dataset = 'duty_shift')
    and (not s.recorded or s.leader is null or s.watch is null)
order by case when s.recorded then 1 else 2 end, r.region_id, p.project_id, s.worked_on, s.shift

-- 各地法定工作时间外施工的带班和值守：夜间、休息日和节假日分列（节假日的夜班两处都列，合计只算一次），缺勤和无记录
-- basis: R017
select
    r.region_name,
    count(*) as shifts,
    100.0 * count(s.leader) / count(*) as led,
    100.0 * count(s.watch) / count(*) as watched,
    count(*) filter (where s.night) as nights,
    100.0 * count(s.leader) filter (where s.night) / nullif(count(*) filter (where s.night), 0) as nights_led,
    100.0 * count(s.watch) filter (where s.night) / nullif(count(*) filter (where s.night), 0) as nights_watched,
    count(*) filter (where s.holiday) as holidays,
    100.0 * count(s.leader) filter (where s.holiday) / nullif(count(*) filter (where s.holiday), 0) as holidays_led,
    100.0 * count(s.watch) filter (where s.holiday) / nullif(count(*) filter (where s.holiday), 0) as holidays_watched,
    count(*) filter (where s.recorded and s.leader is null) as no_leader,
    count(*) filter (where s.recorded and s.watch is null) as no_watch,
    count(*) filter (where not s.recorded) as unrecorded
from off_hours_shift as s
join project as p on p.project_id = s.project_id
join region as r on r.region_id = p.region_id
where s.worked_on >= period_start() and s.worked_on < period_end() and exists (select 1 from ledger_since where dataset = 'duty_shift')
group by r.region_id, r.region_name
order by r.region_id

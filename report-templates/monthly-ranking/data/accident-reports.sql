-- 事故逐级上报：应报时间在期内的各环节，和以前应报、本期才报或者仍未报的
-- basis: R062, R063
select
    region.region_name,
    project.project_name,
    step.accident_id,
    substring(cast(step.occurred_at as varchar), 1, 16) as occurred_at,
    step.step,
    substring(cast(step.known_at as varchar), 1, 16) as known_at,
    substring(cast(step.due_at as varchar), 1, 16) as due_at,
    substring(cast(step.reported_at as varchar), 1, 16) as reported_at,
    case when step.state = '迟报' then step.minutes_late end as minutes_late,
    coalesce(step.state, '未到期') as state,
    step.due_at >= period_start() and step.due_at < period_end() as is_due
from accident_report_step as step
join region on region.region_id = step.region_id
join project on project.project_id = step.project_id
where step.due_at >= period_start()
    or step.reported_at >= period_start()
    or step.state = '未报（疑似漏报）'
order by step.occurred_at, step.accident_id, step.step_no

-- 危险作业罪线索：期末前认定的整改不到位、拒不整改，未移交的跨年列到移交为止
-- basis: R038
select
    clue.state,
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    clue.kind,
    clue.refused_on,
    clue.facts,
    clue.persons,
    clue.evidence,
    clue.judged_on,
    clue.due,
    clue.transferred_on,
    clue.receiver,
    clue.accepted_on,
    coalesce(clue.due >= period_start() and clue.due < period_end(), false) as is_due
from crime_clue as clue
join project on project.project_id = clue.project_id
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
order by
    case clue.state
        when '未移交' then 1
        when '未到期' then 2
        when '迟移交' then 3
        when '已移交' then 4
        when '待判断' then 5
        else 6
    end,
    region.region_id, clue.refused_on, clue.refusal_id

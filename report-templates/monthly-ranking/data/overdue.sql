-- 逾期未整改的重大隐患
select
    hazard.hazard_id,
    project.project_name,
    region.region_name,
    enterprise.enterprise_name,
    hazard.category,
    hazard.description,
    hazard.found_on,
    hazard.due_on,
    hazard_edition.edition,
    hazard_edition.document,
    case
        when hazard_edition.judged
            then concat(hazard_edition.edition, '第', hazard_edition.article, '条第', hazard_edition.item_no, '项')
    end as clause,
    date_diff('day', hazard.due_on, period_end()) - 1 as days_overdue
from hazard
join hazard_edition on hazard_edition.hazard_id = hazard.hazard_id
join project on project.project_id = hazard.project_id
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where hazard.grade = '重大'
    and hazard.due_on < period_end()
    and hazard.found_on < period_end()
    and (hazard.rectified_on is null or hazard.rectified_on >= period_end())
order by days_overdue desc, hazard.hazard_id

-- 期末逾期未销号的隐患，一般、重大都列；已整改、待销号的注明
-- basis: R036
select
    hazard.hazard_id,
    hazard.grade,
    hazard.state,
    hazard.project_name,
    region.region_name,
    enterprise.enterprise_name,
    hazard.category,
    hazard.description,
    hazard.found_on,
    hazard.due_on,
    hazard.rectified_on,
    hazard_edition.edition,
    hazard_edition.document,
    case
        when hazard_edition.judged
            then concat(hazard_edition.edition, '第', hazard_edition.article, '条第', hazard_edition.item_no, '项')
    end as clause,
    hazard.days_overdue
from overdue_hazard as hazard
left join hazard_edition on hazard_edition.hazard_id = hazard.hazard_id
join region on region.region_id = hazard.region_id
join enterprise on enterprise.enterprise_id = hazard.contractor_id
order by case hazard.grade when '重大' then 1 else 2 end, case hazard.state when '未整改' then 1 else 2 end,
    hazard.days_overdue desc, hazard.hazard_id

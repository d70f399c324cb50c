-- 挂牌督办超期: 期末已过督办时限仍未销号的挂牌重大隐患，市级、县级时限见参数表
-- finding: listed_hazard_overdue
-- subject: hazard
-- basis:   R082

select
    l.hazard_id as subject,
    l.listing_no as case_key,
    cast(l.due + interval '1' day as date) as since,
    l.due,
    concat(
        l.level, '挂牌', l.listed_on, '，时限', l.due, '，期末已超期', date_diff('day', l.due, period_end()) - 1, '天'
    ) as detail,
    l.origin
from listing as l
join project_in_period as p on p.project_id = l.project_id
where l.closed_on is null and l.due < period_end() - interval '1' day and not p.finished_before

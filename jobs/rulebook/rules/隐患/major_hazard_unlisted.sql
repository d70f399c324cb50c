-- 重大隐患未挂牌督办: 期末已过挂牌期限仍未挂牌且未销号的重大隐患，期限见参数 listing_workdays
--
-- finding: major_hazard_unlisted
-- subject: project
-- basis:   R081

select
    h.project_id as subject,
    h.hazard_id as case_key,
    cast(w.day + interval '1' day as date) as since,
    w.day as due,
    concat(
        h.category, '重大隐患', h.found_on, '发现，挂牌期限', w.day, '，期末已逾期',
        date_diff('day', w.day, period_end()) - 1, '天'
    ) as detail,
    h.origin
from major_hazard as h
join project_in_period as s on s.project_id = h.project_id
join parameter as p on p.name = 'listing_workdays'
join calendar_day as d on d.day = h.found_on
join calendar_day as w on w.worked and w.workday_no = d.workday_no + cast(p.value as integer)
left join listed_hazard as l on l.hazard_id = h.hazard_id and l.listed_on < period_end()
where l.listing_no is null
    and h.closed_on is null
    and w.day < period_end() - interval '1' day
    and not s.finished_before

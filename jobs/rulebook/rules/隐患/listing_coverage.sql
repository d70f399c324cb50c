-- 重大隐患挂牌督办率: 期内应当挂牌的重大隐患中按期挂牌督办的比例，期限见参数表
-- duty:    listing_coverage
-- case:    major_hazard_unlisted 重大隐患未挂牌督办
-- base:    due in the period
-- subject: project
-- basis:   R081
--
-- 由市级、县级任一级挂牌即算；逾期仍未挂牌且未销号的逐期列出，期初前已竣工的除外。

select
    h.project_id as subject,
    h.hazard_id as case_key,
    coalesce(l.listed_on <= w.day, false) as met,
    cast(w.day + interval '1' day as date) as since,
    w.day as due,
    case
        when l.listed_on is null and h.closed_on is null and not s.finished_before then concat(
            h.category, '重大隐患', h.found_on, '发现，挂牌期限', w.day, '，期末已逾期',
            date_diff('day', w.day, period_end()) - 1, '天'
        )
    end as detail,
    h.origin
from major_hazard as h
join project_in_period as s on s.project_id = h.project_id
join parameter as p on p.name = 'listing_workdays'
join calendar_day as d on d.day = h.found_on
join calendar_day as w on w.worked and w.workday_no = d.workday_no + cast(p.value as integer)
left join (
    select hazard_id, min(listed_on) as listed_on from listed_hazard where listed_on < period_end() group by hazard_id
) as l on l.hazard_id = h.hazard_id

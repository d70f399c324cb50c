-- 监理周报义务：列管期间的每个周五，逢法定节假日的顺延至节后首个工作日（due）
select
    s.project_id,
    s.day as friday,
    w.day as due,
    r.submitted_on,
    coalesce(r.origin, s.origin) as origin
from supervised_day as s
join calendar_day as f on f.day = s.day
join calendar_day as w
    on w.worked and w.workday_no = case when f.worked then f.workday_no else f.workday_no + 1 end
left join weekly_report as r on r.project_id = s.project_id and r.friday = s.day
where extract(isodow from s.day) = 5

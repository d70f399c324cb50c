-- 差别化监管超过最长周期: 期末仍在列管，周期数已超过首个周期加最长延期，周期数见参数 supervised_months_most
--
-- finding: supervision_over_limit
-- subject: project
-- basis:   R106

select
    s.project_id as subject,
    s.notice_no as case_key,
    cast(date_trunc('month', s.since) + cast(p.value as integer) * interval '1' month as date) as since,
    cast(null as date) as due,
    concat('列管已', date_diff('month', date_trunc('month', s.since), period_start()) + 1, '个周期，最长', cast(p.value as integer), '个周期') as detail,
    s.origin
from supervised_span as s
join parameter as p on p.name = 'supervised_months_most'
where coalesce(s.until >= period_end(), true)
    and date_diff('month', date_trunc('month', s.since), period_start()) + 1 > p.value

-- 周期漏评: 列管周期届满，规定天数内没有评定，至期末仍未评定，天数见参数表
-- finding: supervision_evaluation_missing
-- subject: project
-- basis:   R106

select
    c.subject,
    concat(c.notice_no, '第', c.cycle, '周期') as case_key,
    cast(c.last_day + (cast(p.value as integer) + 1) * interval '1' day as date) as since,
    cast(c.last_day + cast(p.value as integer) * interval '1' day as date) as due,
    concat('第', c.cycle, '周期', c.last_day, '届满，至期末未评定，列管继续') as detail,
    c.origin
from supervision_cycle as c
join parameter as p on p.name = 'supervision_evaluation_days'
where c.state = '漏评' and coalesce(c.left_on > period_start(), true)

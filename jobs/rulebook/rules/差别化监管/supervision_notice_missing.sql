-- 应列未列: 条件经确认后，规定天数内没有送达差别化监管告知单，至期末仍未送达，天数见参数表
-- finding: supervision_notice_missing
-- subject: project
-- basis:   R093, R096

select
    s.project_id as subject,
    '告知单' as case_key,
    cast(s.confirmed_on + (cast(p.value as integer) + 1) * interval '1' day as date) as since,
    cast(s.confirmed_on + cast(p.value as integer) * interval '1' day as date) as due,
    concat(s.confirmed_on, '确认具备差别化监管条件，期末告知单仍未送达') as detail,
    s.origin
from supervision_stay as s
join parameter as p on p.name = 'supervision_notice_days'
where s.delivered_on is null
    and s.confirmed_on + cast(p.value as integer) * interval '1' day < period_end() - interval '1' day

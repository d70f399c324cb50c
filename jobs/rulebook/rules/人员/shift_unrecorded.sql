-- 带班值守无记录: 项目报告了法定工作时间外施工，而没有带班值守记录的班次
-- finding: shift_unrecorded
-- subject: project
-- basis:   R017

select
    project_id as subject,
    '无记录' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(count(*), '班没有带班值守记录：',
        string_agg(concat(extract(month from worked_on), '月', extract(day from worked_on), '日', shift), '、' order by worked_on, shift)
    ) as detail,
    max(origin) as origin
from off_hours_shift
where worked_on >= period_start() and worked_on < period_end() and not recorded
group by project_id

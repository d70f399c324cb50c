-- 带班值守缺勤: 法定工作时间外施工，有记录而没有带班领导或者值守人员的班次
-- finding: shift_unattended
-- subject: project
-- basis:   R017

select
    project_id as subject,
    '缺勤' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat('没有带班领导', count(*) filter (where leader is null), '班，没有值守人员', count(*) filter (where watch is null), '班：',
        string_agg(concat(extract(month from worked_on), '月', extract(day from worked_on), '日', shift), '、' order by worked_on, shift)
    ) as detail,
    max(origin) as origin
from off_hours_shift
where worked_on >= period_start() and worked_on < period_end() and recorded and (leader is null or watch is null)
group by project_id

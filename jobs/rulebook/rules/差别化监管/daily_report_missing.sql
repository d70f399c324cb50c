-- 日报缺报: 列管项目期内未于当日报送经项目经理签字的日报
-- finding: daily_report_missing
-- subject: project
-- basis:   R101

select
    s.project_id as subject,
    '日报' as case_key,
    min(s.day) as since,
    cast(null as date) as due,
    concat(
        '应报', count(*), '天，缺报', count(*) filter (where r.day is null), '天，迟报',
        count(*) filter (where r.reported_on > r.day), '天，未经项目经理签字',
        count(*) filter (where not r.signed), '天'
    ) as detail,
    max(s.origin) as origin
from supervised_day as s
left join daily_report as r on r.project_id = s.project_id and r.day = s.day
where s.day >= period_start()
group by s.project_id
having count(*) filter (where r.day is null or r.reported_on > r.day or not r.signed) > 0

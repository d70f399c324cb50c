-- 扬尘重点监管工地: 扬尘分级为一级的在施项目及定级理由
-- finding: dust_key_site
-- subject: project
-- basis:   R020

select
    project_id as subject,
    '扬尘一级' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(
        '扬尘风险', risk, '（', case when hours is null then '无扬尘监测' else concat('超标', hours, '小时') end, '，文明施工隐患',
        problems, '处），施工单位信用', credit
    ) as detail,
    origin
from dust_grade
where grade = 1

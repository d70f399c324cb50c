-- 风险等级上升: 本期定级比上一次高一级以上
--
-- finding: risk_grade_raised
-- subject: project
-- basis:   R005

with

gradings as (
    select
        r.*,
        case r.grade when '重大' then 4 when '较大' then 3 when '一般' then 2 else 1 end as level,
        lag(r.grade) over (partition by r.project_id order by r.graded_on, r.grading_id) as earlier
    from risk_grading as r
    where r.graded_on < period_end()
)

select
    g.project_id as subject,
    g.grading_id as case_key,
    g.graded_on as since,
    cast(null as date) as due,
    concat('综合风险等级由', g.earlier, '升为', g.grade, '，主要因素：', coalesce(g.reason, '未填')) as detail,
    g.origin
from gradings as g
join active_project as p on p.project_id = g.project_id
where g.graded_on >= period_start()
    and g.level > case g.earlier when '重大' then 4 when '较大' then 3 when '一般' then 2 when '低' then 1 end

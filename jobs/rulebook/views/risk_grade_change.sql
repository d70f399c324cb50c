-- 期内风险等级的变动：期初前最近一次定级与期内最近一次定级不同的项目，上升、下降都列

with before as (
    select
        project_id,
        grade,
        row_number() over (partition by project_id order by graded_on desc, grading_id desc) as newest
    from risk_grading
    where graded_on < period_start()
)

select
    r.project_id,
    r.grading_id,
    r.graded_on,
    b.grade as from_grade,
    r.grade as to_grade,
    r.reason,
    case
        when r.level > case b.grade when '重大' then 4 when '较大' then 3 when '一般' then 2 else 1 end then '上升'
        else '下降'
    end as direction,
    r.origin
from project_risk as r
join before as b on b.project_id = r.project_id and b.newest = 1
where r.grade <> b.grade

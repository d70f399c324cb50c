-- 期末的项目综合风险等级：最近一次定级
select
    g.project_id,
    g.grading_id,
    g.graded_on,
    g.grade,
    case g.grade when '重大' then '红' when '较大' then '橙' when '一般' then '黄' else '蓝' end as colour,
    g.reason,
    case g.grade when '重大' then 4 when '较大' then 3 when '一般' then 2 else 1 end as level,
    g.origin
from (
    select
        r.*,
        row_number() over (partition by r.project_id order by r.graded_on desc, r.grading_id desc) as newest
    from risk_grading as r
    where r.graded_on < period_end()
) as g
where g.newest = 1

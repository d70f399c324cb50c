-- 安全管理不合格: 期内监督检查的安全管理检查评分表（B.1）低于规定分，分值见参数表
-- finding: safety_management_failed
-- subject: project
-- basis:   R093
--
-- 每个项目列期内最低的一次；证据行是该次检查记录。

with failed as (
    select
        t.project_id,
        t.inspection_id,
        t.inspected_on,
        t.score,
        row_number() over (partition by t.project_id order by t.score, t.inspected_on, t.inspection_id) as worst
    from jgj59_table_score as t
    join parameter as p on p.name = 'management_score_least'
    where t.table_code = 'B.1'
        and t.score < p.value
        and t.inspected_on >= period_start()
        and t.inspected_on < period_end()
)

select
    f.project_id as subject,
    '安全管理检查评分表' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(f.inspected_on, '检查，安全管理检查评分表得', cast(f.score as decimal(5, 1)), '分') as detail,
    i.origin
from failed as f
join inspection as i on i.inspection_id = f.inspection_id
where f.worst = 1

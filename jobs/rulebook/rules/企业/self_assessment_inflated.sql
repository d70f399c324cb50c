-- 自评虚高: 自评分高于期内监督检查平均分达到规定分差，分差见参数表
-- finding: self_assessment_inflated
-- subject: project
-- basis:   R003
-- any-of:  inspection inspection_item, inspection_total

select
    a.project_id as subject,
    '月度测评' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(
        '自评', cast(a.score as decimal(5, 1)), '分，检查平均', cast(i.score as decimal(5, 1)), '分'
    ) as detail,
    a.origin
from self_assessment as a
join site_score as i on i.project_id = a.project_id
join parameter as p on p.name = 'self_assessment_inflation'
where a.month = period_start() and a.score - i.score >= p.value

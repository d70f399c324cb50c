-- 企业测评分偏高: 企业测评得分高于期内监督检查平均分达到参数所定分差，须核实
-- finding: enterprise_assessment_inflated
-- subject: project
-- every:   quarter
-- basis:   R002
-- any-of:  inspection inspection_item, inspection_total

select
    a.project_id as subject,
    '季度测评' as case_key,
    a.assessed_on as since,
    cast(null as date) as due,
    concat(
        '企业测评',
        cast(cast(a.score as decimal(5, 1)) as varchar),
        '分，监督检查',
        s.inspections,
        '次平均',
        cast(cast(s.score as decimal(5, 1)) as varchar),
        '分'
    ) as detail,
    a.origin
from enterprise_assessment_latest as a
join site_score as s on s.project_id = a.project_id
join parameter as p on p.name = 'enterprise_assessment_inflation'
where a.score - s.score >= p.value

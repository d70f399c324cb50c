-- 检查评定不合格: 期内监督检查按 JGJ 59-2011 评定为不合格，没有评分明细的以汇总总分不足70分为准
-- finding: inspection_failed
-- subject: project
-- basis:   R010, R093
-- any-of:  inspection inspection_item, inspection_total

select
    s.project_id as subject,
    coalesce(s.inspection_id, concat(s.inspected_on, '检查')) as case_key,
    s.inspected_on as since,
    cast(null as date) as due,
    concat(
        s.inspected_on, '检查评分', cast(s.total as decimal(5, 1)), '分',
        case when s.zero_tables is null then '' else concat('，零分表', s.zero_tables, '张') end
    ) as detail,
    s.origin
from inspection_score as s
where s.grade = '不合格' and s.inspected_on >= period_start() and s.inspected_on < period_end()

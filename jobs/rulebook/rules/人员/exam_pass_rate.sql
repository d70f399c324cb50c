-- 安管人员考核合格率: 期末前十二个月内参加业务知识考核的安全生产管理人员中合格的比例
-- indicator: exam_pass_rate
-- subject:   enterprise
-- every:     [quarter, year]
-- basis:     R050

with evidence as (
    select
        r.enterprise_id as subject,
        r.candidate,
        r.held_on,
        r.score,
        p.value as pass,
        r.origin
    from exam_result as r
    join parameter as p on p.name = 'exam_pass'
    where r.held_on >= period_end() - interval '12' month and r.held_on < period_end()
)

select
    subject,
    sum(case when score >= pass then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject

-- 安管人员考核合格率: 期末前十二个月内参加业务知识考核的安全生产管理人员中最近一次合格的比例
-- indicator: exam_pass_rate
-- subject:   enterprise
-- every:     [quarter, year]
-- basis:     R050

with evidence as (
    select enterprise_id as subject, candidate, held_on, score, passed, origin
    from exam_latest
    where held_on >= period_end() - interval '12' month
)

select
    subject,
    count(*) filter (where passed) as numerator,
    count(*) as denominator
from evidence
group by subject

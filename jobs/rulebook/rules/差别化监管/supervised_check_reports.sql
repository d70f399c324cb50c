-- 列管项目检查报告出具率: 期内对列管项目的监督抽查中，期末前已形成检查报告并写明原因分析的比例
-- indicator: supervised_check_reports
-- subject:   project
-- basis:     R099

with evidence as (
    select project_id as subject, check_no, checked_on, reported_on, cause, origin
    from supervision_check
    where checked_on >= period_start() and checked_on < period_end()
)

select
    subject,
    count(*) filter (where reported_on < period_end() and cause is not null) as numerator,
    count(*) as denominator
from evidence
group by subject

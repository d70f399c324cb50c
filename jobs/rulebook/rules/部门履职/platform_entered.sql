-- 平台录入率: 期末已录入监控平台的在施项目比例
-- indicator: platform_entered
-- subject:   project
-- basis:     R055, R056

with evidence as (
    select
        p.project_id as subject,
        (select count(*) from platform_entry as x where x.project_id = p.project_id and x.entered_on < period_end()) as times,
        p.origin
    from active_project as p
)

select
    subject,
    count(*) filter (where times > 0) as numerator,
    count(*) as denominator
from evidence
group by subject

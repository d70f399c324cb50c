-- 发生亡人事故: 期内发生造成人员死亡的生产安全事故
-- finding: fatal_accident
-- subject: project
-- basis:   R095, R091

select
    project_id as subject,
    accident_id as case_key,
    cast(occurred_at as date) as since,
    cast(null as date) as due,
    concat(kind, '事故，死亡', deaths, '人') as detail,
    origin
from accident
where deaths > 0 and occurred_at >= period_start() and occurred_at < period_end()

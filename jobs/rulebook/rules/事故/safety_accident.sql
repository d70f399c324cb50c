-- 发生生产安全事故: 期内项目发生生产安全事故，不论有无人员死亡
-- finding: safety_accident
-- subject: project
-- basis:   R049

select
    project_id as subject,
    accident_id as case_key,
    cast(occurred_at as date) as since,
    cast(null as date) as due,
    concat(cast(occurred_at as date), '发生', kind, '事故，死亡', deaths, '人、重伤', injuries, '人') as detail,
    origin
from accident
where occurred_at >= period_start() and occurred_at < period_end()

-- 发生较大及以上事故: 期内发生较大、重大、特别重大生产安全事故
-- finding: larger_accident
-- subject: project
-- basis:   R091

select
    project_id as subject,
    accident_id as case_key,
    cast(occurred_at as date) as since,
    cast(null as date) as due,
    concat(level, '事故（', kind, '），死亡', deaths, '人、重伤', injuries, '人') as detail,
    origin
from accident_graded
where order_no >= 2 and occurred_at >= period_start() and occurred_at < period_end()

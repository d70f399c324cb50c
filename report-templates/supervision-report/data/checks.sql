-- 期内监督抽查和检查报告
select
    check_no,
    checked_on,
    joint,
    problems,
    cause,
    case when reported_on < period_end() then reported_on end as reported_on
from supervision_check
where project_id = recipient() and checked_on >= period_start() and checked_on < period_end()
order by checked_on, check_no

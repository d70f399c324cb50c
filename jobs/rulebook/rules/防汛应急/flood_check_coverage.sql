-- 防汛排查覆盖率: 汛期内本期开展过防汛隐患排查的在施项目比例，汛期以外没有数值
-- indicator: flood_check_coverage
-- subject:   project
-- basis:     R013

with evidence as (
    select
        p.project_id as subject,
        (
            select count(*) from flood_check as x
            where x.project_id = p.project_id and x.checked_on >= period_start() and x.checked_on < period_end()
        ) as times,
        p.origin
    from active_project as p
    where extract(month from period_start()) between
            (select q.value from parameter as q where q.name = 'flood_first_month')
            and (select q.value from parameter as q where q.name = 'flood_last_month')
)

select
    subject,
    count(*) filter (where times > 0) as numerator,
    count(*) as denominator
from evidence
where times > 0 or once_is_due()
group by subject

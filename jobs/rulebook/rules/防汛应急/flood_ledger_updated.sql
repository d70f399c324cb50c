-- 防汛台账更新率: 汛期内本期更新过防汛工作台账的在施项目比例，汛期以外没有数值
--
-- indicator: flood_ledger_updated
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R012

with

evidence as (
    select
        p.project_id as subject,
        (
            select count(*) from flood_update as x
            where x.project_id = p.project_id and x.updated_on >= period_start() and x.updated_on < period_end()
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
where times > 0 or period_is_over()
group by subject

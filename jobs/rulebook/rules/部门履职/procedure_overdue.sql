-- 手续逾期未办: 开工、停工、复工、竣工后超过期限至期末未办理手续，或本期迟办
--
-- finding: procedure_overdue
-- subject: project
-- basis:   R057

select
    x.project_id as subject,
    x.procedure_id as case_key,
    x.happened_on as since,
    cast(x.happened_on + q.value * interval '1' day as date) as due,
    concat(
        x.kind, '手续',
        case
            when x.filed_on is null or x.filed_on >= period_end()
                then concat('至期末未办，已', date_diff('day', x.happened_on, period_end()) - 1, '天')
            else concat('迟办，用时', date_diff('day', x.happened_on, x.filed_on), '天')
        end
    ) as detail,
    x.origin
from procedure_filing as x
join parameter as q on q.name = 'procedure_days'
where x.happened_on + q.value * interval '1' day < period_end()
    and (x.filed_on is null or x.filed_on > x.happened_on + q.value * interval '1' day)
    and (x.filed_on is null or x.filed_on >= period_start())

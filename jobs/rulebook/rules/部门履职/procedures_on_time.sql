-- 手续及时办理率: 到期应办的开工、停工、复工、竣工手续中按期办理的比例，到期未办的逐期列出，迟办的在办理当期列出
-- duty:    procedures_on_time
-- case:    procedure_overdue 手续逾期未办
-- base:    due in the period
-- subject: project
-- basis:   R057

with procedures as (
    select x.*, cast(x.happened_on + q.value * interval '1' day as date) as due
    from procedure_filing as x
    join parameter as q on q.name = 'procedure_days'
)

select
    project_id as subject,
    procedure_id as case_key,
    coalesce(filed_on <= due, false) as met,
    happened_on as since,
    due,
    concat(
        kind, '手续',
        case
            when filed_on < period_end() then concat('迟办，用时', date_diff('day', happened_on, filed_on), '天')
            else concat('至期末未办，已', date_diff('day', happened_on, period_end()) - 1, '天')
        end
    ) as detail,
    origin
from procedures
where due < period_end() and (due >= period_start() or filed_on is null or filed_on >= period_start())

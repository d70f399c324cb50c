-- 手续及时办理率: 本期到期应办的开工、停工、复工、竣工手续中按期办理的比例
--
-- indicator: procedures_on_time
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R057

with

evidence as (
    select
        x.project_id as subject,
        x.procedure_id,
        x.kind,
        x.happened_on,
        x.filed_on,
        cast(x.happened_on + q.value * interval '1' day as date) as due_on,
        x.origin
    from procedure_filing as x
    join parameter as q on q.name = 'procedure_days'
    where x.happened_on + q.value * interval '1' day >= period_start()
        and x.happened_on + q.value * interval '1' day < period_end()
)

select
    subject,
    count(*) filter (where filed_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject

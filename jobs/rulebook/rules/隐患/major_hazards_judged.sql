-- 重大隐患判定依据准确率: 期内发现的重大隐患中，台账写明的判定依据为发现之日施行的一版中确有的条款的比例
--
-- indicator: major_hazards_judged
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R036, R081

with

evidence as (
    select
        project_id as subject,
        hazard_id,
        found_on,
        edition,
        judged_edition,
        article,
        item_no,
        judged,
        origin
    from hazard_edition
    where found_on >= period_start()
)

select
    subject,
    count(*) filter (where judged) as numerator,
    count(*) as denominator
from evidence
group by subject

-- 重大隐患判定依据准确率: 期内发现的重大隐患中，台账写明的判定依据为发现之日施行的一版中确有的条款的比例；未销号的逐期列出
-- duty:    major_hazards_judged
-- case:    major_hazard_misjudged 重大隐患判定依据有误
-- base:    due in the period
-- subject: project
-- basis:   R036, R081

select
    project_id as subject,
    hazard_id as case_key,
    judged as met,
    found_on as since,
    found_on as due,
    case
        when judged_edition is null
            then concat(category, '重大隐患没有写明判定依据，应按', coalesce(edition, '当时施行的标准'))
        else concat(
            category, '重大隐患依据', judged_edition, '第', article, '条第', item_no, '项，发现之日施行的是',
            coalesce(edition, '别的标准'), case when edition = judged_edition then '，其中没有该项' else '' end
        )
    end as detail,
    origin
from hazard_edition
where closed_on is null or closed_on >= period_start()

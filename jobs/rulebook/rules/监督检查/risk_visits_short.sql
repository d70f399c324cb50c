-- 监督频次不足: 到期末的一个频次周期内，监督抽查少于该风险等级应有的次数
-- finding: risk_visits_short
-- subject: project
-- basis:   R004

select
    project_id as subject,
    concat('抽查频次 ', grade) as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat('风险等级', grade, '，', months, '个月内应抽查', planned, '次，实查', done, '次') as detail,
    origin
from risk_visit
where done < planned

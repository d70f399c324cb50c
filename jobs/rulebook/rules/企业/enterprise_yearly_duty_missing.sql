-- 企业年度排查演练未开展: 有在施项目的施工企业年内没有组织分包情况全面排查，或者没有组织应急救援预案演练
--
-- finding: enterprise_yearly_duty_missing
-- subject: enterprise
-- every:   year
-- basis:   R046

select
    enterprise_id as subject,
    kind as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat('年内没有', kind, '记录') as detail,
    origin
from enterprise_yearly_duty
where times = 0
    and period_is_over()

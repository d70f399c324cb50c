-- 企业年度排查演练完成率: 有在施项目的施工企业应开展的分包情况排查、应急救援演练中，年内已开展的比例
--
-- indicator: enterprise_yearly_duties
-- subject:   enterprise
-- better:    higher
-- unit:      "%"
-- every:     year
-- basis:     R046

with

evidence as (
    select
        enterprise_id as subject,
        kind,
        held_on,
        times,
        origin
    from enterprise_yearly_duty
)

select
    subject,
    sum(case when times > 0 then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
where times > 0 or period_is_over()
group by subject

-- 职责清单按期制定率: 有在施项目的施工企业中，在截止日前制定本年度安全生产职责清单的比例；期末尚未到截止日的不计
--
-- indicator: responsibility_list_on_time
-- subject:   enterprise
-- better:    higher
-- unit:      "%"
-- every:     quarter
-- basis:     R044

with

evidence as (
    select
        e.enterprise_id as subject,
        d.due_on,
        l.made_on,
        coalesce(l.origin, e.origin) as origin
    from active_enterprise as e
    join duty_day as d on d.name = 'responsibility_list_due' and d.due_on < period_end()
    left join responsibility_list as l
        on l.enterprise_id = e.enterprise_id and l.year = extract(year from year_start())
)

select
    subject,
    sum(case when made_on <= due_on then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject

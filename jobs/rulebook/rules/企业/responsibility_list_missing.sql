-- 职责清单未按期制定: 有在施项目的施工企业到截止日仍未制定本年度安全生产职责清单，或者在本期内逾期才制定
--
-- finding: responsibility_list_missing
-- subject: enterprise
-- every:   quarter
-- basis:   R044

select
    e.enterprise_id as subject,
    concat(extract(year from d.due_on), '年度职责清单') as case_key,
    cast(d.due_on + interval '1' day as date) as since,
    d.due_on as due,
    case
        when l.made_on is null or l.made_on >= period_end()
            then concat('至期末未制定，逾期', date_diff('day', d.due_on, period_end()) - 1, '天')
        else concat(l.made_on, '制定，逾期', date_diff('day', d.due_on, l.made_on), '天')
    end as detail,
    coalesce(l.origin, e.origin) as origin
from active_enterprise as e
join duty_day as d on d.name = 'responsibility_list_due' and d.due_on < period_end()
left join responsibility_list as l
    on l.enterprise_id = e.enterprise_id and l.year = extract(year from year_start())
where l.made_on is null or l.made_on > d.due_on and l.made_on >= period_start()

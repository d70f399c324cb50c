-- 职责清单按期制定率: 有在施项目的参建各方（建设、施工、监理、分包单位）中，在截止日前制定本年度安全生产职责清单的比例；期末尚未到截止日的不计；逾期未制定的逐期列出，迟制定的在制定当期列出
-- duty:    responsibility_list_on_time
-- case:    responsibility_list_missing 职责清单未按期制定
-- subject: enterprise
-- every:   quarter
-- any-of:  responsibility_list, responsibility_list participant
-- basis:   R044

select
    e.enterprise_id as subject,
    concat(extract(year from d.due_on), '年度职责清单') as case_key,
    coalesce(l.made_on <= d.due_on, false) as met,
    cast(d.due_on + interval '1' day as date) as since,
    d.due_on as due,
    case
        when l.made_on is null or l.made_on >= period_end()
            then concat(e.roles, '至期末未制定，逾期', date_diff('day', d.due_on, period_end()) - 1, '天')
        when l.made_on >= period_start() then concat(e.roles, l.made_on, '制定，逾期', date_diff('day', d.due_on, l.made_on), '天')
    end as detail,
    coalesce(l.origin, e.origin) as origin
from participating_enterprise as e
join duty_day as d on d.name = 'responsibility_list_due' and d.due_on < period_end()
left join responsibility_list as l
    on l.enterprise_id = e.enterprise_id and l.year = extract(year from year_start())

-- <bureau.short>年度事项逾期: <bureau.short>到期的事项至期末未完成
-- finding: city_filing_missing
-- subject: city
-- every:   [month, year]
-- basis:   R064

select
    d.city_id as subject,
    concat(d.duty_id, ' ', extract(year from d.due_on)) as case_key,
    d.late_on as since,
    d.due_on as due,
    concat('<bureau.short>未完成', d.title, '，已超期', date_diff('day', d.due_on, period_end()) - 1, '天') as detail,
    d.origin
from duty_due as d
where d.level = '市级' and d.late_on < period_end()
    and not exists (
        select 1 from filing as f
        where f.duty_id = d.duty_id and f.filed_on >= d.year_on and f.filed_on < d.year_on + interval '12' month
            and f.filed_on < period_end()
    )

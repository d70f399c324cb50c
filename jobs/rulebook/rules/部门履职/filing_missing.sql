-- 年度事项逾期未报: 到期的报送事项至期末未报送，或本期才补报
--
-- finding: filing_missing
-- subject: region
-- every:   [month, year]
-- basis:   R067, R068

with

filed as (
    select
        d.region_id,
        d.region_name,
        d.duty_id,
        d.title,
        d.due_on,
        min(f.filed_on) as filed_on,
        max(d.origin) as origin
    from duty_due as d
    left join filing as f on f.duty_id = d.duty_id and f.region_id = d.region_id and f.filed_on >= year_start()
    where d.level = '县级'
    group by d.region_id, d.region_name, d.duty_id, d.title, d.due_on
)

select
    region_id as subject,
    concat(duty_id, ' ', extract(year from due_on)) as case_key,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    case
        when filed_on is null or filed_on >= period_end()
            then concat(region_name, '未报送', title, '，已超期', date_diff('day', due_on, period_end()) - 1, '天')
        else concat(region_name, '迟报', title, date_diff('day', due_on, filed_on), '天')
    end as detail,
    origin
from filed
where filed_on is null or (filed_on > due_on and filed_on >= period_start())

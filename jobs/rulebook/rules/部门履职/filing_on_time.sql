-- 年度事项按期报送率: 年初至期末到期的报送事项中按期报送的比例，期末当天到期而没有报送的不计；至期末未报送的逐期列出，迟报的在补报当期列出
-- duty:    filing_on_time
-- case:    filing_missing 年度事项迟报未报
-- subject: region
-- every:   [month, year]
-- basis:   R067, R068

with filed as (
    select
        d.*,
        f.filed_on,
        coalesce(f.origin, d.origin) as shown,
        row_number() over (partition by d.region_id, d.duty_id, d.due_on order by f.filed_on, f.origin) as line
    from duty_due as d
    left join filing as f on f.duty_id = d.duty_id and f.region_id = d.region_id and f.filed_on >= d.year_on
            and f.filed_on < d.year_on + interval '12' month
    where d.due_on < period_end() and d.level = '县级'
)

select
    region_id as subject,
    concat(duty_id, ' ', extract(year from due_on)) as case_key,
    coalesce(filed_on <= due_on, false) as met,
    late_on as since,
    due_on as due,
    case
        when filed_on is null or filed_on >= period_end()
            then concat(region_name, '未报送', title, '，已超期', date_diff('day', due_on, period_end()) - 1, '天')
        when filed_on >= period_start() then concat(region_name, '迟报', title, date_diff('day', due_on, filed_on), '天')
    end as detail,
    shown as origin
from filed
where line = 1 and (filed_on <= due_on or late_on < period_end())

-- 年度事项按期报送率: 年初至期末到期的报送事项中按期报送的比例
--
-- indicator: filing_on_time
-- subject:   region
-- better:    higher
-- unit:      "%"
-- every:     [month, year]
-- basis:     R067, R068

with

numbered as (
    select
        d.region_id as subject,
        d.duty_id,
        d.due_on,
        f.filed_on,
        coalesce(f.origin, d.origin) as origin,
        row_number() over (partition by d.region_id, d.duty_id order by f.filed_on, f.origin) as line
    from duty_due as d
    left join filing as f on f.duty_id = d.duty_id and f.region_id = d.region_id and f.filed_on >= year_start()
    where d.level = '县级'
),

evidence as (
    select
        subject,
        duty_id,
        due_on,
        filed_on,
        origin
    from numbered
    where line = 1
)

select
    subject,
    count(*) filter (where filed_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject

-- 年度事项按期报送率: 年初至期末到期的报送事项中按期报送的比例
--
-- indicator: filing_on_time
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R043, R067, R068

with

evidence as (
    select
        d.region_id as subject,
        d.duty_id,
        d.due_on,
        min(f.filed_on) as filed_on,
        max(coalesce(f.load_id, d.load_id)) as load_id,
        max(coalesce(f.source_row, d.source_row)) as source_row
    from duty_due as d
    left join filing as f on f.duty_id = d.duty_id and f.region_id = d.region_id and f.filed_on >= year_start()
    where d.level = '县级'
    group by d.region_id, d.duty_id, d.due_on
)

select
    subject,
    count(*) filter (where filed_on <= due_on) as numerator,
    count(*) as denominator
from evidence
group by subject

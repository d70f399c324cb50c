-- 监理周报报送率: 期限在期内的监理安全工作周报中按期报送的比例，周五为期限，逢法定节假日的顺延至节后首个工作日
--
-- indicator: weekly_reports
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R104

with

evidence as (
    select
        project_id as subject,
        friday,
        due,
        submitted_on,
        origin
    from weekly_duty
    where due >= period_start() and due < period_end()
)

select
    subject,
    count(*) filter (where submitted_on <= due) as numerator,
    count(*) as denominator
from evidence
group by subject

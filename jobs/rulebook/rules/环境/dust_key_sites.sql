-- 扬尘重点监管占比: 在施项目中扬尘分级为一级（重点监管）的比例
-- indicator: dust_key_sites
-- subject:   project
-- better:    lower
-- basis:     R020

with evidence as (
    select project_id as subject, grade, risk, credit, hours, problems, points, origin
    from dust_grade
)

select
    subject,
    count(*) filter (where grade = 1) as numerator,
    count(*) as denominator
from evidence
group by subject

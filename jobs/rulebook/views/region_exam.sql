-- 地区安管人员考核：年内组织的首次考核及其结果通报，已过截止日或者已经组织的才列（截止日当天尚未到期）

with sittings as (
    select
        region_id,
        exam_id,
        held_on,
        max(circulated_on) as circulated_on,
        max(circular_no) as circular_no,
        count(*) as candidates,
        max(origin) as origin
    from exam_result
    where held_on >= period_start() and held_on < period_end()
    group by region_id, exam_id, held_on
),

first_sitting as (
    select
        *,
        row_number() over (partition by region_id order by held_on, exam_id) as line
    from sittings
)

select
    r.region_id,
    d.due_on,
    s.exam_id,
    s.held_on,
    s.circulated_on,
    s.circular_no,
    s.candidates,
    coalesce(s.origin, r.origin) as origin
from region as r
join duty_day as d on d.name = 'exam_due'
left join first_sitting as s on s.region_id = r.region_id and s.line = 1
where d.due_on < period_end() - interval '1' day or s.exam_id is not null

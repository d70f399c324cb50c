-- 最近一次列入或者评定时具备的条件及其证据

with judged as (
    select
        notice_no,
        cycle,
        row_number() over (order by entered_on desc, cycle desc) as place
    from supervision_cycle
    where subject = recipient() and failed
)

select
    c.item,
    c.since,
    c.record_no,
    c.evidence
from supervision_condition as c
join judged as j
    on j.place = 1
    and j.cycle = c.cycle
    and coalesce(j.notice_no = c.notice_no, j.notice_no is null and c.notice_no is null)
where c.project_id = recipient()
order by c.item, c.since, c.record_no

-- 最近一次列入或者评定时具备的条件及其证据

with judged as (
    select
        notice_no,
        cycle,
        row_number() over (order by entered_on desc, cycle desc) as place
    from supervision_cycle
    where subject = recipient() and failed
),

-- 确认条件（五）所据的通报：确认以前最近的一次
criticised as (
    select
        c.record_no,
        concat('，', k.issued_on, '被', k.issuer, '通报批评（', k.criticism_no, '）') as evidence,
        row_number() over (partition by c.record_no order by k.issued_on desc, k.criticism_no desc) as place
    from supervision_condition as c
    join project_criticism as k on k.project_id = c.project_id and k.issued_on <= c.since
    where c.project_id = recipient() and c.item = '（五）' and c.cycle = 0
)

select
    c.item,
    c.since,
    c.record_no,
    concat(c.evidence, coalesce(k.evidence, '')) as evidence
from supervision_condition as c
join judged as j
    on j.place = 1
    and j.cycle = c.cycle
    and coalesce(j.notice_no = c.notice_no, j.notice_no is null and c.notice_no is null)
left join criticised as k on k.place = 1 and k.record_no = c.record_no and c.item = '（五）' and c.cycle = 0
where c.project_id = recipient()
order by c.item, c.since, c.record_no

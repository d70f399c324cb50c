-- 评定后应采取的各项措施及其落实
-- basis: R107, R108, R109, R110
select
    p.project_name,
    m.cycle,
    m.kind,
    m.party,
    m.decided_on,
    m.ordered_on,
    m.due_on,
    m.done_on,
    m.result,
    m.detail
from supervision_duty as m
join project as p on p.project_id = m.project_id
where coalesce(m.left_on >= period_start(), true) or m.result = '未落实'
order by p.project_id, m.decided_on, m.kind, m.party

-- 评定后应采取的各项措施及其落实
select
    d.cycle,
    d.kind,
    d.party,
    d.ordered_on,
    d.due_on,
    d.done_on,
    d.detail,
    d.result
from supervision_duty as d
where d.project_id = recipient() and coalesce(d.left_on >= period_start(), true)
order by d.cycle, d.kind, d.party

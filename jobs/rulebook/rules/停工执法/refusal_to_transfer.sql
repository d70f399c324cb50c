-- 危险作业罪线索未移送: 认定拒不整改后至期末未移送司法机关的线索，超过规定期限的注明天数
--
-- finding: refusal_to_transfer
-- subject: project
-- every:   quarter
-- basis:   R038

select
    x.project_id as subject,
    x.refusal_id as case_key,
    x.refused_on as since,
    cast(x.refused_on + q.value * interval '1' day as date) as due,
    concat(x.facts, '，认定后', date_diff('day', x.refused_on, period_end()) - 1, '天未移送') as detail,
    x.origin
from refusal as x
join parameter as q on q.name = 'refusal_transfer_days'
where x.refused_on < period_end() and (x.transferred_on is null or x.transferred_on >= period_end())

-- 列管项目各周期具备的条件及证据
-- basis: R093, R094, R095
select
    p.project_name,
    case c.item
        when '（一）' then '（一）机构、责任制、隐患排查治理不落实'
        when '（二）' then '（二）对项目疏于管理'
        when '（三）' then '（三）人员到岗履职情况差'
        when '（四）' then '（四）拒不整改或者不认真整改'
        when '（五）' then '（五）被通报批评'
        else '（六）发生过亡人事故'
    end as item,
    '确认' as state,
    c.cycle,
    c.judge,
    c.since,
    c.record_no,
    c.evidence
from supervision_condition as c
join decision as d on d.ladder = 'differentiated-supervision' and d.subject = c.project_id
join project as p on p.project_id = c.project_id
order by p.project_id, c.since, c.item, c.record_no

-- 没有按节点演练，或演练而没有评估的项目：一个节点一行
-- basis: R042
select r.region_name, d.project_name, e.enterprise_name, d.node, d.from_on, d.ends_on, d.held_on, d.state
from drill_node as d
join region as r on r.region_id = d.region_id
join enterprise as e on e.enterprise_id = d.contractor_id
where d.state <> '已演练评估' and exists (select 1 from ledger_since where dataset = 'drill')
order by d.state, d.region_id, d.project_id, d.ends_on

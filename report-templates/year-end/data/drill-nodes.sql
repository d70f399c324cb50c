-- 各节点综合应急演练：窗口已过完的项目、演练并评估的、演练未评估的
-- basis: R042
select
    node,
    count(*) as due,
    count(*) filter (where state = '已演练评估') as done,
    count(*) filter (where state = '演练未评估') as unevaluated,
    count(*) filter (where state = '未演练') as missing,
    100.0 * count(*) filter (where state = '已演练评估') / count(*) as share
from drill_node
where exists (select 1 from ledger_since where dataset = 'drill')
group by node
order by node

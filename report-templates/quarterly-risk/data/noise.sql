-- 施工噪声污染防治措施费：欠付的、没有计划的、检查查明未列支的
-- basis: R023
select
    row_number() over (order by x.line, p.region_id, p.project_id, f.due, f.case_key) as line,
    x.title as rule,
    r.region_name,
    p.project_name,
    e.enterprise_name,
    f.due,
    f.detail
from finding as f
join (
    select 'noise_fee_unpaid' as rule, '' as word, 1 as line, '未足额拨付' as title
    union all
    select 'noise_fee_unset', '无计划', 3, '无计划（待核实）'
    union all
    select 'noise_fee_unset', '未列支', 2, '未列支'
) as x on x.rule = f.rule and (x.word = '' or x.word = substring(f.case_key, 1, 3))
join project as p on p.project_id = f.subject
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
where f.state <> 'cleared'
order by line

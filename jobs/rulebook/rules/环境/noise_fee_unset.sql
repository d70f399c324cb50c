-- 噪声防治费无计划或者未列支: 在施项目没有拨付计划的列为无计划，待核实；期内检查查明没有列入安全文明施工费的列为未列支
-- finding: noise_fee_unset
-- subject: project
-- every:   quarter
-- basis:   R023

select
    project_id as subject,
    '无计划' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    '台账没有噪声防治费拨付计划，待核实' as detail,
    origin
from active_project
where project_id not in (select project_id from noise_fee)
union all
select
    project_id,
    concat('未列支', inspection_id, '-', line_no),
    inspected_on,
    due_on,
    concat(inspected_on, '检查：', problem),
    origin
from key_item_problem
where item_code = 'ZS02' and inspected_on >= period_start() and inspected_on < period_end()

-- 综合应急演练完成率: 本年窗口已过完的节点（每次开复工前、演练月份）中，组织了综合应急演练并作评估的比例；演练而未评估的算未完成
-- duty:    drills_held
-- case:    drill_missing 未按节点组织综合应急演练
-- subject: project
-- every:   year
-- basis:   R042

select
    project_id as subject,
    concat(node, ' ', ends_on) as case_key,
    state = '已演练评估' as met,
    from_on as since,
    ends_on as due,
    concat(node, '（', from_on, '至', ends_on, '）', case state when '演练未评估' then '已演练，没有评估' else '没有组织综合应急演练' end) as detail,
    origin
from drill_node

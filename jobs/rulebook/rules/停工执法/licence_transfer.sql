-- 安全生产许可证处理转办: 最近一次核查不符合、期末前复核仍不符合的安全生产条件，逐企业转办，未转办的逐期列出
-- finding: licence_transfer
-- subject: enterprise
-- every:   [month, quarter]
-- basis:   R007
--
-- 事故、停工令本身不证明丧失安全生产条件；到期没有复核的不转办，另列待复查。
-- 已在以前各期转办的不再列；核查的转办日期早于复核日期的，是上一次的转办。

select
    c.enterprise_id as subject,
    c.item as case_key,
    c.checked_on as since,
    c.due_on as due,
    concat(c.item, '不符合安全生产条件，', c.rechecked_on, '复核仍不符合，建议暂扣安全生产许可证') as detail,
    c.origin
from condition_unmet as c
where not c.recheck_met and c.rechecked_on < period_end()
    and not exists (
        select 1
        from licence_case as t
        where t.enterprise_id = c.enterprise_id
            and t.transferred_on >= c.rechecked_on and t.transferred_on < period_start()
    )

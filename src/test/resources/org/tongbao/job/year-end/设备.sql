-- equipment_firms_checked: equipment_firm, rate
-- 年没有过完：已经查过的算到，没有查的还不算没有查
select distinct 服务单位信用代码, 1, 1 from 安拆维保台账
where by_then(d(开始日期)) and coalesce(d(结束日期) >= date '2026-01-01', true)
    and 服务单位信用代码 in (select 受检单位信用代码 from 安拆维保单位专项检查 where known(d(检查日期)));

-- drills_held: project, rate
-- 每次开工、复工以前三十天，和过完了的六月
with 节点 as (
    select id, 日 from (
        select id, 开工 as 日 from 工地 where 状态 <> '施工准备'
        union select id, 复工 from 工地
        union select 项目编码, d(复工日期) from 开复工核查 where 项目编码 in (select id from 工地)
    ) where 日 between date '2026-01-02' and date '2026-07-01'
), 窗口 as (
    select id, 日 - 30 as 起, 日 - 1 as 止 from 节点
    union all
    select distinct id, date '2026-06-01', date '2026-06-30' from 施工日 where 日 >= date '2026-06-01'
)
select id, count(case when exists (from 应急演练 where 项目编码 = id and 类别 = '综合演练' and 已评估 = '是' and d(演练日期) between 起 and 止) then 1 end), count(*)
from 窗口 group by id;

-- cases of drill_missing
with 节点 as (
    select id, 开工 as 日 from 工地 where 状态 <> '施工准备'
    union select id, 复工 from 工地
    union select 项目编码, d(复工日期) from 开复工核查 where 项目编码 in (select id from 工地)
), 窗口 as (
    select id, '开复工前' as 名, 日 - 30 as 起, 日 - 1 as 止 from 节点 where 日 between date '2026-01-02' and date '2026-07-01'
    union all
    select distinct id, '安全生产月', date '2026-06-01', date '2026-06-30' from 施工日 where 日 >= date '2026-06-01'
)
select id, 名 || ' ' || 止, 止 from 窗口
where not exists (from 应急演练 where 项目编码 = id and 类别 = '综合演练' and 已评估 = '是' and d(演练日期) between 起 and 止);

-- supply_ledgers: region, rate
select r.id, case when exists (from 应急物资台账 where 县区 = r.名称 and 台账年度 = '2026' and d(收到日期) between date '2026-01-01' and date '2026-05-31') then 1 else 0 end, 1
from 县区 as r;

-- cases of supply_ledger_late
select r.id, '应急物资台账 2026', date '2026-05-31' from 县区 as r
where r.名称 not in (select 县区 from 应急物资台账 where 县区 is not null and 台账年度 = '2026' and d(收到日期) between date '2026-01-01' and date '2026-05-31');

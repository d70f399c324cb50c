-- data_delivered: region, rate
-- 三种台账自第一次有人报送的月份起，各地每月都应报
with 报 as (
    select '考勤' as 台账, month(d(月份 || '-01')) as 月, 县区 from 考勤 join 工地 on id = 项目编码 where known(d(月份 || '-01'))
    union select '自评', month(d(测评月份 || '-01')), 县区 from 自评 join 工地 on id = 项目编码 where known(d(测评月份 || '-01'))
    union select '检查', month(日), 县区 from 检查 join 工地 on id = 项目 where known(日)
)
select r.id, count(b.县区), count(*) from 县区 as r cross join (select distinct 台账, 月 from 报) as y
left join 报 as b on b.台账 = y.台账 and b.月 = y.月 and b.县区 = r.id group by r.id;

-- filing_on_time: region, rate
-- 截止日已到的县级事项；同一事项报几次看最早的一次
select r.id, count(case when (select min(d(报送日期)) from 文件报送 where 事项编号 = duty_id and 县区 = r.名称 and d(报送日期) >= date '2026-01-01')
    <= make_date(2026, cast(due_month as int), cast(due_day as int)) then 1 end), count(*)
from 县区 as r, duty where level = '县级' and make_date(2026, cast(due_month as int), cast(due_day as int)) <= date '2026-06-30' group by r.id;

-- cases of filing_missing
select r.id, duty_id || ' 2026', make_date(2026, cast(due_month as int), cast(due_day as int)) as 截止
from 县区 as r, duty where level = '县级' and 截止 <= date '2026-06-30'
    and not exists (from 文件报送 where 事项编号 = duty_id and 县区 = r.名称 and d(报送日期) between date '2026-01-01' and 截止);

-- full_trainings_held: region, rate
-- 年内两次全覆盖（那天在册的一个不缺，补训的算）；年没有过完，只有已经办满的算到
with 名册 as (
    select r.id as 县区, i.编号 as 人, d(上岗日期) as 来, coalesce(d(离岗日期), date '2099-01-01') as 走
    from 监督人员名册 as i join 县区 as r on r.名称 = i.县区
),
场 as (
    select t.编号, r.id as 县区, d(培训日期) as 日 from 监管人员专题培训 as t join 县区 as r on r.名称 = "县（市、区）"
    where 补训所属编号 is null and known(d(培训日期))
),
到 as (
    select coalesce(t.补训所属编号, t.编号) as 场, s.人员编号 as 人
    from 专题培训签到 as s join 监管人员专题培训 as t on t.编号 = s.培训编号 where by_then(d(t.培训日期))
)
select 县区, 1, 1 from 场 where not exists (
    from 名册 as n where n.县区 = 场.县区 and 场.日 between 来 and 走 and not exists (from 到 where 到.场 = 场.编号 and 到.人 = n.人)
) group by 县区 having count(*) >= 2;

-- training_attendance: region, rate
-- 6月30日在册的人，年内到过一次的；没有办过培训的地区也在内
select r.id, count(case when i.编号 in (
    select s.人员编号 from 专题培训签到 as s join 监管人员专题培训 as t on t.编号 = s.培训编号 where known(d(t.培训日期))
) then 1 end), count(*) from 监督人员名册 as i join 县区 as r on r.名称 = i.县区
where by_then(d(上岗日期)) and coalesce(d(离岗日期) >= date '2026-06-30', true) group by r.id;

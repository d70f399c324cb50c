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
-- 年内两次全覆盖（应培的都参加）；年没有过完，只有已经办满的算到
select r.id, 1, 1 from 监管人员专题培训 join 县区 as r on r.名称 = "县（市、区）"
where known(d(培训日期)) and cast(应培人数 as int) > 0 and cast(参培人数 as int) >= cast(应培人数 as int)
group by r.id having count(*) >= 2;

-- training_attendance: region, rate
select r.id, sum(least(cast(参培人数 as int), cast(应培人数 as int))), sum(cast(应培人数 as int))
from 监管人员专题培训 join 县区 as r on r.名称 = "县（市、区）" where known(d(培训日期)) group by r.id;

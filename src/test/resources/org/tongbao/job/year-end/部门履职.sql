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

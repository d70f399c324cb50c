-- meetings_held: region, count
select r.id, count(编号) from 县区 as r
left join 履职活动 as h on h.县区 = r.名称 and 层级 = '县级' and 类别 = '联席会' and known(d(日期)) group by r.id;

-- trainings_held: region, count
-- 没有人签到的不算
select r.id, count(编号) from 县区 as r
left join 履职活动 as h on h.县区 = r.名称 and 层级 = '县级' and 类别 = '培训会' and cast(签到人数 as int) > 0 and known(d(日期))
group by r.id;

-- joint_inspections: region, count
-- 要有应急或者消防部门参加
select r.id, count(编号) from 县区 as r
left join 履职活动 as h on h.县区 = r.名称 and 层级 = '县级' and 类别 = '联合检查' and known(d(日期))
    and regexp_matches(参加单位, '应急|消防')
group by r.id;

-- small_works_registered: street, count
select s.id, count(工程) from 街道 as s left join 限额工程 as w on w.街道 = s.id and known(登记) group by s.id;

-- small_work_checks: street, count
-- 往年登记的工程今年再查，也是今年的检查；没有登记的工程不算
select s.id, count(检查编号) from 街道 as s
left join (限额检查 join 限额工程 using (工程)) as c on c.街道 = s.id and known(日) and by_then(登记) group by s.id;

-- small_work_coverage: street, rate
select 街道, count(case when 工程 in (select 工程 from 限额检查 where known(日)) then 1 end), count(*)
from 限额工程 where by_then(登记) and (完工 is null or 完工 >= date '2026-01-01') group by 街道;

-- small_work_coverage_overall: street, rate
-- 自办法印发之日（2021年12月23日）起
select 街道, count(case when 工程 in (select 工程 from 限额检查 where 日 >= date '2021-12-23' and by_then(日)) then 1 end), count(*)
from 限额工程 where by_then(登记) and (完工 is null or 完工 >= date '2021-12-23') group by 街道;

-- small_work_accidents: street, count
select s.id, count(事故编号) from 街道 as s
left join (限额以下事故 join 限额以下工程登记 using (登记编号)) on 所属街道 = s.名称 and known(d(发生日期)) group by s.id;

-- cases of small_work_check_unregistered
select s.id, c.检查编号, null from 限额以下检查 as c join 排查发现工程 as f using (发现编号) join 街道 as s on s.名称 = f.街道
where known(d(检查日期)) and c.登记编号 is null and f.补登记编号 is null;

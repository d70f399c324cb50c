-- meetings_held: region, count
select r.id, count(编号) from 县区 as r
left join 履职活动 as h on h.县区 = r.名称 and 层级 = '县级' and 类别 like '%会' and known(d(日期)) group by r.id;

-- joint_inspections: region, count
select r.id, count(编号) from 县区 as r
left join 履职活动 as h on h.县区 = r.名称 and 层级 = '县级' and 类别 = '联合检查' and known(d(日期)) group by r.id;

-- small_works_to_date: street, count
select s.id, count(登记编号) from 街道 as s left join 限额以下工程登记 on 所属街道 = s.名称 and known(d(登记日期)) group by s.id;

-- small_work_checks_to_date: street, count
-- 往年登记的工程今年再查，也是今年的检查
select s.id, count(检查编号) from 街道 as s
left join (限额以下检查 join 限额以下工程登记 using (登记编号)) on 所属街道 = s.名称 and known(d(检查日期)) group by s.id;

-- small_work_coverage: street, rate
select s.id, count(distinct c.登记编号), count(distinct w.登记编号)
from 限额以下工程登记 as w join 街道 as s on s.名称 = 所属街道
left join 限额以下检查 as c on c.登记编号 = w.登记编号 and by_then(d(检查日期))
where known(d(登记日期)) group by s.id;

-- small_work_accidents: street, count
select s.id, count(事故编号) from 街道 as s
left join (限额以下事故 join 限额以下工程登记 using (登记编号)) on 所属街道 = s.名称 and known(d(发生日期)) group by s.id;

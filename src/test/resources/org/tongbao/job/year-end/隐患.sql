-- hazards_found: project, count
-- 在施而没有发现隐患的项目是零
select id, (select count(*) from 隐患 where 项目 = id and known(发现)) from 工地
where id in (from 在施) or id in (select 项目 from 隐患 where known(发现));

-- major_hazards_found: project, count
select id, (select count(*) from 隐患 where 项目 = id and known(发现) and 隐患等级 = '重大') from 工地
where id in (from 在施) or id in (select 项目 from 隐患 where known(发现) and 隐患等级 = '重大');

-- hazard_on_time: project, rate
-- 期限在半年以内的；期限当天完成也算按期
select 项目, sum(case when date_diff('day', 期限, 完成) <= 0 then 1 else 0 end), count(*) from 隐患
where known(期限) group by 项目;

-- hazard_closure: project, rate
-- 以前各年到期而那时没有销号的也要销；上年底前竣工的项目不再算
select 项目, sum(case when by_then(销号) then 1 else 0 end), count(*)
from 隐患 join 工地 on id = 项目
where by_then(期限) and not coalesce(销号 <= date '2025-12-31', false)
    and not coalesce(竣工 <= date '2025-12-31', 状态 = '竣工')
group by 项目;

-- overdue_major_hazards: project, count
-- 6月30日收工时，期限是29日以前而没有完成整改也没有销号的
with 逾期 as (
    select 项目 from 隐患 join 工地 on id = 项目
    where 隐患等级 = '重大' and 期限 <= date '2026-06-29' and not by_then(完成) and not by_then(销号)
        and not coalesce(竣工 <= date '2025-12-31', 状态 = '竣工')
)
select id, (select count(*) from 逾期 where 项目 = id) from 工地
where id in (from 在施) or id in (from 逾期);

-- cases of overdue_major_hazard
select 项目, 隐患编号, 期限 from 隐患 join 工地 on id = 项目
where 隐患等级 = '重大' and date_diff('day', 期限, date '2026-06-30') > 0 and not by_then(完成) and not by_then(销号)
    and not coalesce(竣工 <= date '2025-12-31', 状态 = '竣工');

-- active_projects: project, count
select id, 1 from 工地 where exists (from 施工日 as t where t.id = 工地.id);

-- inspections: project, count
select id, (select count(*) from 检查 where 项目 = id and known(日)) from 工地
where id in (from 在施) or id in (select 项目 from 检查 where known(日));

-- inspection_coverage: project, rate
-- 县级查过的，复查不算
select id, case when id in (select 项目 from 检查 where known(日) and 检查层级 <> '市级' and 检查类型 <> '复查') then 1 else 0 end, 1
from 在施;

-- jgj59_score: project, mean
-- JGJ 59-2011 4.0.3、4.0.4：扣到该项满分为止；保证项目有一项零分或小计不足三分之二的该表零分；同一分项几张表取平均；缺项折算
with 项 as (
    select k.检查编号, k.项目, e.评分表, e.同类序号, j.section, cast(j.section_full as double) as 分项满分,
        j.item_kind = 'guarantee' as 保证, cast(j.full_mark as int) as 满分,
        greatest(cast(j.full_mark as int) - cast(e.扣减分数 as double), 0) as 得分
    from 检查评分 as e
    join 检查 as k on k.检查编号 = e.检查编号 and known(k.日)
    join jgj59 as j on j.table_code = e.评分表 and j.item_no = e.项次
    where e.缺项 = '否'
), 表 as (
    select 检查编号, 项目, section, 分项满分,
        case when min(case when 保证 then 得分 else 1 end) = 0 then 0
            when sum(得分) filter (where 保证) / sum(满分) filter (where 保证) < 2.0 / 3 - 1e-9 then 0
            else 100.0 * sum(得分) / sum(满分) end as 分
    from 项 group by 检查编号, 项目, 评分表, 同类序号, section, 分项满分
), 分项 as (
    select 检查编号, 项目, 分项满分, avg(分) as 分 from 表 group by 检查编号, 项目, section, 分项满分
), 总分 as (
    select 检查编号, 项目, sum(分 * 分项满分) / sum(分项满分) as 分 from 分项 group by 检查编号, 项目
)
select 项目, sum(分), count(*) from 总分 group by 项目;

-- award_share: region, rate
-- 只计省级的奖，名单见 award-kind.csv；在建是年内有一天在施工
select 县区, count(case when id in (
    select 项目编码 from 标准化获奖项目 where known(d(公布日期)) and 奖项 in (select award from "award-kind" where counts = '是')
) then 1 end), count(*)
from 工地 join 在施 using (id) group by 县区;

-- enterprise_yearly_duties: enterprise, rate
-- 全年各一次，年没有过完：已经做到的算到，没有做的还不算没有做；排查那天在施的每个项目都有人去查过，才算全面
with 参建 as (
    select 单位 as 企业, id as 项目 from 工地 union select 信用代码, 项目编码 from 参建单位备案
),
做过 as (
    select 信用代码 as 企业, 记录编号, 工作类别 as 类, d(开展日期) as 日 from 企业安全工作
    where 职务 <> '安全管理部门负责人' and known(d(开展日期))
)
select 企业, count(distinct 类), count(distinct 类) from 做过 as m
where 企业 in (select 企业 from 参建 join 在施 on id = 项目) and (类 = '事故应急救援预案演练' or 类 = '分包情况排查'
    and exists (from 参建 as c join 施工日 as t on t.id = c.项目 where c.企业 = m.企业 and t.日 = m.日)
    and not exists (
        from 参建 as c join 施工日 as t on t.id = c.项目 where c.企业 = m.企业 and t.日 = m.日 and c.项目 not in (
            select v.项目编码 from 企业安全工作涉及项目 as v join 做过 as e using (记录编号)
            where e.企业 = m.企业 and e.类 = '分包情况排查' and e.日 <= m.日)))
group by 企业;

-- award_share: region, rate
-- 只计省级的奖，名单见 award-kind.csv；在建是年内有一天在施工
select 县区, count(case when id in (
    select 项目编码 from 标准化获奖项目 where known(d(公布日期)) and 奖项 in (select award from "award-kind" where counts = '是')
) then 1 end), count(*)
from 工地 join 在施 using (id) group by 县区;

-- enterprise_yearly_duties: enterprise, rate
-- 全年各一次，年没有过完：已经做的算到，没有做的还不算没有做
select 信用代码, count(distinct 工作类别), count(distinct 工作类别) from 企业安全工作
where 工作类别 in ('分包情况排查', '应急救援演练') and known(d(开展日期))
    and 信用代码 in (select 单位 from 工地 join 在施 using (id))
group by 信用代码;

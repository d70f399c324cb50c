-- 2026年截至6月30日，只由原始表格另行计算；各表的栏名就是表格的栏名，所有单元格都是文字
create macro d(t) as case
    when regexp_full_match(t, '\d{8}') then make_date(cast(t[1:4] as int), cast(t[5:6] as int), cast(t[7:8] as int))
    when t is not null then make_date(
        cast(regexp_extract(t, '^(\d+)\D+(\d+)\D+(\d+)', 1) as int),
        cast(regexp_extract(t, '^(\d+)\D+(\d+)\D+(\d+)', 2) as int),
        cast(regexp_extract(t, '^(\d+)\D+(\d+)\D+(\d+)', 3) as int))
end;
-- 本年、已知的日子之内
create macro known(day) as coalesce(day between date '2026-01-01' and date '2026-06-30', false);
create macro by_then(day) as coalesce(day <= date '2026-06-30', false);

create table 县区 as select 区划代码 as id, 名称, 所属市 as 市 from 县区名册;
create table 街道 as select 街道代码 as id, 名称, 所属县区代码 as 县区 from 街道名册;
create table 工地 as
select 项目编码 as id, r.id as 县区, s.id as 街道, 施工单位信用代码 as 单位, 状态,
    d(开工日期) as 开工, d(竣工日期) as 竣工, d(停工日期) as 停工, d(复工日期) as 复工
from 项目台账 join 县区 as r on r.名称 = 所属区域 join 街道 as s on s.名称 = "街道（乡镇）" and s.县区 = r.id;

-- 一天一天地看：某天在不在施工。停工当天还算施工，复工当天已经施工；没有竣工日期的看状态
create table 施工日 as
select id, cast(t as date) as 日
from 工地, generate_series(timestamp '2026-01-01', timestamp '2026-06-30', interval 1 day) as g(t)
where 状态 <> '施工准备' and (开工 is null or 开工 <= t)
    and case when 竣工 is null then 状态 <> '竣工' else t <= 竣工 end
    and (停工 is null or t <= 停工 or (复工 between 停工 and t));
create table 在施 as select distinct id from 施工日;

create table 检查 as
select 检查编号, 项目编码 as 项目, d(检查日期) as 日, 检查层级, 检查类型
from 检查记录 where 项目编码 in (select id from 工地);
create table 隐患 as
select 隐患编号, 项目编码 as 项目, d(检查日期) as 发现, 隐患等级, d(整改期限) as 期限, d(整改完成日期) as 完成, d(销号日期) as 销号
from 隐患台账 where 项目编码 in (select id from 工地);

-- 下级属于哪些上级
create table 上级 as
select 'project' as 级, id, '街道' as 上, 街道 as 上级, 'street' as kind from 工地
union all select 'project', id, '单位', 单位, 'enterprise' from 工地
union all select 'project', g.id, '县区', r.id, 'region' from 工地 as g join 县区 as r on r.id = g.县区
union all select 'project', g.id, '市', r.市, 'city' from 工地 as g join 县区 as r on r.id = g.县区
union all select 'street', s.id, '县区', r.id, 'region' from 街道 as s join 县区 as r on r.id = s.县区
union all select 'street', s.id, '市', r.市, 'city' from 街道 as s join 县区 as r on r.id = s.县区
union all select 'equipment_firm', 信用代码, '县区', r.id, 'region' from 安拆维保单位名册 join 县区 as r on r.名称 = 所在地
union all select 'equipment_firm', 信用代码, '市', r.市, 'city' from 安拆维保单位名册 join 县区 as r on r.名称 = 所在地
union all select 'region', id, '市', 市, 'city' from 县区;

-- 限额以下工程的检查：发现时没有登记、后来补登记的，算补登记的工程
create table 限额检查 as
select c.检查编号, d(c.检查日期) as 日, coalesce(c.登记编号, f.补登记编号) as 工程
from 限额以下检查 as c left join 排查发现工程 as f on f.发现编号 = c.发现编号;
create table 限额工程 as
select 登记编号 as 工程, s.id as 街道, d(登记日期) as 登记, d(完工日期) as 完工
from 限额以下工程登记 join 街道 as s on s.名称 = 所属街道;

-- accidents: project, count
select id, (select count(*) from 事故 where 项目编码 = id and known(d(发生时间))) from 工地
where id in (from 在施) or id in (select 项目编码 from 事故 where known(d(发生时间)));

-- fatalities: project, count
select id, coalesce((select sum(cast(死亡人数 as int)) from 事故 where 项目编码 = id and known(d(发生时间))), 0) from 工地
where id in (from 在施) or id in (select 项目编码 from 事故 where known(d(发生时间)));

-- stop_order_compliance: project, rate
select 项目编码, count(case when d(复工批准日期) <= d(整改期限) and 擅自复工 = '否' then 1 end), count(*) from 停工令
where 项目编码 in (select id from 工地) and known(d(整改期限)) and coalesce(d(撤销日期) > date '2026-06-30', true) group by 项目编码;

-- attendance_manager: project, rate
select 项目编码, sum(least(cast(实到天数 as int), cast(应到天数 as int))), sum(cast(应到天数 as int)) from 考勤
where 岗位 = '项目经理' and known(d(月份 || '-01')) group by 项目编码;

-- attendance_supervisor: project, rate
select 项目编码, sum(least(cast(实到天数 as int), cast(应到天数 as int))), sum(cast(应到天数 as int)) from 考勤
where 岗位 = '总监理工程师' and known(d(月份 || '-01')) group by 项目编码;

-- attendance_safety_officer: project, rate
select 项目编码, sum(least(cast(实到天数 as int), cast(应到天数 as int))), sum(cast(应到天数 as int)) from 考勤
where 岗位 = '专职安全员' and known(d(月份 || '-01')) group by 项目编码;

-- electronic_certificates: enterprise, rate
-- 年底的截止日还没有到：6月30日核发在册的，那时已经换发的
select 企业信用代码, count(case when by_then(d(电子证照日期)) then 1 end), count(*) from 证照登记
where by_then(d(核发日期)) group by 企业信用代码;

-- exam_on_time: region, rate
-- 11月30日才到期：半年里只有已经组织的算到，没有组织的还不算没有组织
select distinct r.id, 1, 1 from 安管人员考核 join 县区 as r on r.名称 = 组织单位所在地 where known(d(考核日期));

-- exam_pass_rate: enterprise, rate
-- 6月30日以前一年之内的考核，60分合格
select 所在企业信用代码, count(case when cast(成绩 as double) >= 60 then 1 end), count(*) from 安管人员考核
where d(考核日期) between date '2025-07-01' and date '2026-06-30' group by 所在企业信用代码;

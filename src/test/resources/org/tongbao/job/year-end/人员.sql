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
-- 6月30日以前一年之内考过的人，看他最近一次，60分合格
select 单位, count(case when 分 >= 60 then 1 end), count(*) from (
    select arg_max(所在企业信用代码, d(考核日期)) as 单位, arg_max(cast(成绩 as double), d(考核日期)) as 分
    from 安管人员考核 where by_then(d(考核日期)) group by 人员编号 having max(d(考核日期)) >= date '2025-07-01'
) group by 单位;

-- cases of exam_failed
select 所在企业信用代码, 准考证号, null from 安管人员考核 as x
where cast(成绩 as double) < 60 and by_then(d(考核日期)) and not exists (
    from 安管人员考核 as y where y.人员编号 = x.人员编号 and by_then(d(y.考核日期)) and d(y.考核日期) > d(x.考核日期));

-- printed months: month, inspections, cases, major, accidents
select month(make_date(2026, m, 1)) || '月', (select count(*) from 检查 where known(日) and month(日) = m),
    (select count(*) from 隐患 where known(发现) and month(发现) = m),
    (select count(*) from 隐患 where known(发现) and month(发现) = m and 隐患等级 = '重大'),
    case when m >= (select min(month(d(发生时间))) from 事故) -- before the first file nobody knows
        then (select count(*) from 事故 where known(d(发生时间)) and month(d(发生时间)) = m) end
from (select distinct month(日) as m from 检查 where known(日) union select month(发现) from 隐患 where known(发现) union select month(d(发生时间)) from 事故 where known(d(发生时间)))
order by m;

-- printed quarters: quarter, inspections, cases, major, stop_orders, accidents, deaths
select '第' || ['一', '二', '三', '四'][q] || '季度', (select count(*) from 检查 where known(日) and quarter(日) = q),
    (select count(*) from 隐患 where known(发现) and quarter(发现) = q),
    (select count(*) from 隐患 where known(发现) and quarter(发现) = q and 隐患等级 = '重大'),
    (select count(*) from 停工令 where known(d(下达日期)) and coalesce(d(撤销日期) > date '2026-06-30', true) and quarter(d(下达日期)) = q),
    (select count(*) from 事故 where known(d(发生时间)) and quarter(d(发生时间)) = q),
    (select coalesce(sum(cast(死亡人数 as int)), 0) from 事故 where known(d(发生时间)) and quarter(d(发生时间)) = q)
from (select distinct quarter(日) as q from 检查 where known(日) union select quarter(发现) from 隐患 where known(发现))
order by q;

-- printed categories: category, cases, major
select 隐患类别, count(*) as 处, count(case when 隐患等级 = '重大' then 1 end) from 隐患台账
where 项目编码 in (select id from 工地) and known(d(检查日期)) group by 隐患类别 order by 处 desc, 隐患类别;

-- printed days: day, cases
select 发现, count(*) from 隐患 where known(发现) group by 发现 order by 发现;

-- printed summary: stop_orders
select count(*) from 停工令 where 项目编码 in (select id from 工地) and known(d(下达日期)) and coalesce(d(撤销日期) > date '2026-06-30', true);

-- printed filings: title, place, due_on, filed_on
with 事项 as (
    select title, duty_id, r.名称 as 地, r.id, make_date(2026, cast(due_month as int), cast(due_day as int)) as 截止
    from duty join (select 名称, id, '县级' as 级 from 县区 union all select '市局', '', '市级') as r on r.级 = level
)
select title, 地, 截止, (select min(d(报送日期)) from 文件报送 as b where 事项编号 = duty_id
    and (id = '' or b.县区 = 地) and known(d(报送日期)))
from 事项 order by 截止, duty_id, id;

-- printed supplies: region_name, received_on
select r.名称, (select min(d(收到日期)) from 应急物资台账 where 县区 = r.名称 and 台账年度 = '2026' and known(d(收到日期)))
from 县区 as r order by r.id;

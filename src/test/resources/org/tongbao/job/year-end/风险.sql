-- risk_review_months: region, rate
select r.id, count(distinct month(d(日期))), 6 from 县区 as r
left join 履职活动 as h on h.县区 = r.名称 and 层级 = '县级' and 类别 = '风险研判' and known(d(日期)) group by r.id;

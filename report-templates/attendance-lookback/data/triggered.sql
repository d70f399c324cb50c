-- 项目及倒查缘由；考勤从哪个月起才有，所在地区三个月里哪几个月没有报送
select
    project.project_name,
    enterprise.enterprise_name,
    project.supervisor,
    decision.because,
    decision.measures,
    case when kept.since > date_trunc('month', period_end() - interval '1' day) - interval '2' month then kept.since end as since,
    (
        select string_agg(distinct d.span, '、' order by d.span)
        from history_delivery as d
        where d.dataset = 'attendance' and d.state = '未报' and not d.earlier and d.subject = project.region_id
            and d.period_start >= date_trunc('month', period_end() - interval '1' day) - interval '2' month
    ) as withheld
from decision
join project on project.project_id = decision.subject
join enterprise on enterprise.enterprise_id = project.contractor_id
left join ledger_since as kept on kept.dataset = 'attendance'
where decision.ladder = 'attendance-lookback' and decision.subject = recipient()

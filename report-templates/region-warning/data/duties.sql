-- 本地逾期或者未履行的事项；没有办结期限的事项，到期末即应完成；期间没有结束的，截止日当天到期的不算
-- basis: R031, R085
select
    rule.title as rule,
    finding.detail,
    finding.due,
    case when finding.due is not null then date_diff('day', finding.due, period_end()) - 1 end as days_overdue,
    finding.state = 'new' as is_new
from finding
join rule on rule.name = finding.rule
where finding.subject_kind = 'region'
    and finding.subject = recipient()
    and finding.state <> 'cleared'
    and (finding.due is null or finding.due < period_end() - interval '1' day or (period_is_over() and finding.due < period_end()))
order by case when finding.due is null then 1 else 0 end, finding.due, rule.title, finding.case_key

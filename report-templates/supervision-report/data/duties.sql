-- 抽查、日报、巡查、复查、周报、回执的履行情况
select
    rule.title,
    observation.numerator,
    observation.denominator,
    observation.value
from observation
join rule on rule.name = observation.indicator
where observation.subject_kind = 'project'
    and observation.subject = recipient()
    and observation.indicator in (
        'supervised_checks', 'rectification_accepted', 'daily_reports', 'patrol_days', 'patrol_recheck',
        'weekly_reports', 'supervision_receipts'
    )
order by case observation.indicator
    when 'supervised_checks' then 1
    when 'rectification_accepted' then 2
    when 'daily_reports' then 3
    when 'patrol_days' then 4
    when 'patrol_recheck' then 5
    when 'weekly_reports' then 6
    else 7
end

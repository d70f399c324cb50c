-- 截至本期各次监管措施变更
-- basis: R106

with steps as (
    select
        ladder,
        subject,
        period,
        period_start,
        step,
        cycle,
        because,
        notice,
        lag(step) over (partition by ladder, subject order by period_start) as previous
    from history_decision
)

select
    s.period,
    case s.ladder
        when 'differentiated-supervision' then '差别化监管'
        when 'listed-hazard-supervision' then '重大隐患挂牌督办'
        when 'licence-suspension' then '提请暂扣许可证'
        when 'attendance-lookback' then '考勤倒查'
        else s.ladder
    end as ladder,
    coalesce(h.hazard_name, p.project_name, s.subject) as name,
    case when s.cycle = 1 then null else s.previous end as previous,
    s.step,
    s.cycle,
    s.because,
    s.notice
from steps as s
left join project as p on p.project_id = s.subject
left join major_hazard as h on h.hazard_id = s.subject
where s.cycle = 1 or s.previous is null or s.previous <> s.step
order by s.ladder, s.subject, s.period_start

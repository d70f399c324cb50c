-- 亡人事故尚未列管: 施工过程中发生过亡人事故，此后没有列入过差别化监管，也没有不予确认的记录，不论发生在何时
-- finding: fatal_accident_unlisted
-- subject: project
-- basis:   R095, R093
--
-- 事故发生时已在列管的，列管本身即是应对；期前已竣工的项目不列。

select
    a.project_id as subject,
    a.accident_id as case_key,
    cast(a.occurred_at as date) as since,
    cast(null as date) as due,
    concat(cast(a.occurred_at as date), a.kind, '事故，死亡', a.deaths, '人') as detail,
    a.origin
from accident as a
join project_in_period as p on p.project_id = a.project_id and not p.finished_before
where a.deaths > 0
    and a.occurred_at < period_end()
    and coalesce(cast(a.occurred_at as date) >= p.started_on, true)
    and coalesce(cast(a.occurred_at as date) <= p.completed_on, true)
    and not exists (
        select 1 from supervision_stay as s
        where s.project_id = a.project_id and coalesce(s.until > cast(a.occurred_at as date), true)
    )
    and not exists (
        select 1 from supervision_confirmation as c
        where c.project_id = a.project_id
            and c.item = '（六）'
            and c.confirmed_on >= cast(a.occurred_at as date)
            and c.confirmed_on < period_end()
    )

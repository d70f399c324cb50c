-- 年内公布的标准化奖项：计入创建比例的，和不计的原因（不在名单、项目年前已竣工、年内没有施工）

select
    a.award_id,
    a.project_id,
    a.award,
    a.awarded_on,
    p.region_id,
    case
        when k.award is null then '不在奖项名单'
        when p.finished_before then '项目年前已竣工'
        when not p.active then '项目年内没有施工'
        when q.value = 1 and p.phase = '竣工' then '项目期末已竣工'
        else '计入'
    end as state,
    a.origin
from award as a
join project_in_period as p on p.project_id = a.project_id
join parameter as q on q.name = 'award_base_at_end'
left join award_kind as k on k.award = a.award and k.counts
where a.awarded_on >= year_start() and a.awarded_on < period_end()

-- 应当明确由谁管理的：期末停工工地、登记或者发现而未完工的限额以下工程、单位内部施工，及其在账情况

with due as (
    select street_id, '停工工地' as kind, project_id as target, project_name as place, stopped_on as since, origin
    from project_in_period
    where phase = '停工'
    union all
    select street_id, '限额以下工程', work_id, work_name, registered_on, origin
    from small_work
    where registered_on < period_end() and coalesce(finished_on >= period_end(), true)
    union all
    select f.street_id, f.kind, f.found_id, f.place, f.found_on, f.origin
    from found_work as f
    left join small_work as w on w.work_id = f.work_id and w.registered_on < period_end()
    where f.found_on < period_end() and coalesce(f.finished_on >= period_end(), true) and w.work_id is null
),

ledger as (
    select
        b.target,
        case when q.value = 1 then b.office is not null and b.person is not null
            else b.office is not null or b.person is not null end as minded,
        b.origin
    from blind_spot as b
    join parameter as q on q.name = 'blind_spot_both'
    where b.noted_on < period_end() and coalesce(b.closed_on >= period_end(), true)
),

best as (
    select *, row_number() over (partition by target order by case when minded then 1 else 2 end, origin) as line
    from ledger
)

select
    d.street_id,
    d.kind,
    d.target,
    d.place,
    d.since,
    case when l.target is null then '漏登' when l.minded then '已明确' else '责任不明' end as state,
    coalesce(l.origin, d.origin) as origin
from due as d
left join best as l on l.target = d.target and l.line = 1

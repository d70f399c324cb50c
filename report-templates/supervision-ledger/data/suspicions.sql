-- 疑似具备差别化监管条件的项目及证据
-- basis: R093, R094, R095
select
    p.project_name,
    r.region_name,
    s.because,
    case
        when d.subject is not null then '已列管'
        when exists (
            select 1 from supervision_confirmation as c
            where c.project_id = s.subject
                and c.item = substring(s.because, 1, 3)
                and c.conclusion = '不予确认'
                and c.confirmed_on >= f.since
                and c.confirmed_on < period_end()
        ) then '不予确认'
        else '疑似'
    end as state,
    f.since,
    f.detail,
    l.file,
    f.source_row
from suspicion as s
join finding as f
    on f.rule = s.rule and f.subject_kind = 'project' and f.subject = s.subject and f.state <> 'cleared'
join project as p on p.project_id = s.subject
join region as r on r.region_id = p.region_id
left join decision as d on d.ladder = s.ladder and d.subject = s.subject
left join load as l on l.load_id = f.load_id
where s.ladder = 'differentiated-supervision'
order by p.project_id, s.item, f.since, f.case_key

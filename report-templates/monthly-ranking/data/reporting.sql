-- 各地区数据报送情况：应报对象中已报的占比、自评按时率、自评分明显高于检查分的项目；没有到期的、地区没有报送的不评
--
-- basis: R003

with asked as (
    select
        *,
        case dataset when 'attendance' then '考勤' when 'self_assessment' then '自评' else '监测' end as what
    from reporting
    where subject_kind = 'region'
        and not exists (
            select 1 from delivery as d
            where d.dataset = reporting.dataset and d.subject_kind = 'region' and d.subject = reporting.subject
                and d.state in ('未到期', '未报') and not d.earlier
        )
),

came as (
    select
        subject as region_id,
        max(reported) filter (where dataset = 'attendance') as attendance_reported,
        max(expected) filter (where dataset = 'attendance') as attendance_expected,
        max(reported) filter (where dataset = 'self_assessment') as assessment_reported,
        max(expected) filter (where dataset = 'self_assessment') as assessment_expected,
        max(reported) filter (where dataset = 'reading') as device_reported,
        max(expected) filter (where dataset = 'reading') as device_expected,
        string_agg(what || '低于' || cast(round(100 * least) as integer) || '%', '；' order by dataset)
            filter (where not enough) as note
    from asked
    group by subject
),

on_time as (
    select subject as region_id, value as assessment_on_time
    from observation
    where subject_kind = 'region' and indicator = 'self_assessment_on_time'
),

doubtful as (
    select p.region_id, count(distinct p.project_id) as doubtful
    from finding as f
    join project as p on p.project_id = f.subject
    where f.rule = 'self_assessment_inflated' and f.state <> 'cleared'
    group by p.region_id
)

select
    region.region_name,
    c.attendance_expected,
    c.attendance_reported,
    100.0 * c.attendance_reported / c.attendance_expected as attendance_rate,
    c.assessment_expected,
    c.assessment_reported,
    100.0 * c.assessment_reported / c.assessment_expected as assessment_rate,
    o.assessment_on_time,
    c.device_expected,
    c.device_reported,
    100.0 * c.device_reported / c.device_expected as device_rate,
    coalesce(d.doubtful, 0) as doubtful,
    c.note
from region
join came as c on c.region_id = region.region_id
left join on_time as o on o.region_id = region.region_id
left join doubtful as d on d.region_id = region.region_id
order by region.region_id

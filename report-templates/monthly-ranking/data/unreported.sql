-- 应报未报的项目；监测设备归到所在项目；没有到期的、所在地区整个没有报送的不列
--
-- basis: R003

with missing as (
    select
        u.dataset,
        case when u.member_column = 'device_id' then d.project_id else u.member end as project_id,
        case when u.member_column = 'device_id' then u.member end as device_id
    from unreported as u
    left join device as d on u.member_column = 'device_id' and d.device_id = u.member
)

select
    region.region_name,
    p.project_name,
    e.enterprise_name,
    case m.dataset
        when 'attendance' then '关键岗位考勤'
        when 'self_assessment' then '项目月度自评'
        when 'reading' then '在线监测数据'
        else m.dataset
    end as what,
    string_agg(m.device_id, '、' order by m.device_id) as devices
from missing as m
join project as p on p.project_id = m.project_id
join region on region.region_id = p.region_id
left join enterprise as e on e.enterprise_id = p.contractor_id
where not exists (
    select 1 from delivery as d
    where d.dataset = m.dataset and d.subject_kind = 'region' and d.subject = p.region_id
        and d.state in ('未到期', '未报') and not d.earlier
)
group by region.region_id, region.region_name, p.project_id, p.project_name, e.enterprise_name, m.dataset
order by region.region_id, what, p.project_id

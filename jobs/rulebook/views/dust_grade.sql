-- 扬尘分类分级：在施项目按期内扬尘风险（监测超标时长、文明施工隐患）与施工单位信用（期末前十二个月记分）定级
--
-- 一级重点监管：风险高，或风险中而信用差；三级减少检查：风险低且信用好；其余二级日常监管。
-- 没有在线扬尘设备的，风险不低于参数 dust_unmonitored_risk 所定（1低、2中、3高）。界限见参数 dust_hours_high、dust_hours_middle、dust_problems_high、
-- dust_points_poor、dust_points_fair。

with exceeding as (
    select d.project_id, sum(d.interval_minutes) as minutes
    from reading as r
    join device as d on d.device_id = r.device_id and d.kind = '扬尘'
    join monitoring_limit as l on l.kind = d.kind
    where r.read_at >= period_start() and r.read_at < period_end()
        and r.value > case when extract(hour from r.read_at) between 6 and 21 then l.day_limit else l.night_limit end
    group by d.project_id
),

problem as (
    select project_id, count(*) as problems
    from hazard
    where category = '文明施工' and found_on >= period_start() and found_on < period_end()
    group by project_id
),

online as (
    select distinct project_id from device_in_service where kind = '扬尘'
),

limits as (
    select
        max(value) filter (where name = 'dust_hours_high') as hours_high,
        max(value) filter (where name = 'dust_hours_middle') as hours_middle,
        max(value) filter (where name = 'dust_problems_high') as problems_high,
        max(value) filter (where name = 'dust_points_poor') as points_poor,
        max(value) filter (where name = 'dust_points_fair') as points_fair,
        max(value) filter (where name = 'dust_unmonitored_risk') as unmonitored
    from parameter
),

measured as (
    select
        p.project_id,
        p.project_type,
        p.phase,
        case when o.project_id is not null then cast(cast(coalesce(e.minutes, 0) as double) / cast(60 as double) as decimal(18, 2)) end as hours,
        coalesce(b.problems, 0) as problems,
        coalesce(c.points, 0) as points,
        p.origin
    from active_project as p
    left join online as o on o.project_id = p.project_id
    left join exceeding as e on e.project_id = p.project_id
    left join problem as b on b.project_id = p.project_id
    left join enterprise_record as c on c.enterprise_id = p.contractor_id
),

judged as (
    select
        m.*,
        case
            when m.hours >= x.hours_high or m.problems >= x.problems_high or (m.hours is null and x.unmonitored = 3) then '高'
            when m.hours >= x.hours_middle or m.problems > 0 or (m.hours is null and x.unmonitored = 2) then '中'
            else '低'
        end as risk,
        case
            when m.points >= x.points_poor then '差'
            when m.points >= x.points_fair then '中'
            else '好'
        end as credit
    from measured as m
    cross join limits as x
)

select
    *,
    case
        when risk = '高' or (risk = '中' and credit = '差') then 1
        when risk = '低' and credit = '好' then 3
        else 2
    end as grade
from judged

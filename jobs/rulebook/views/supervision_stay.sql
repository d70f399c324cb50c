-- 差别化监管的每次列管：确认列入（entered_on），告知单送达（delivered_on）次日起计周期，解除告知单送达（until）为止
--
-- 只看期末以前的记录。确认后尚未送达告知单的，delivered_on 为空；送达前没有确认记录的，confirmed_on 为空。
-- 列管期间再次送达的告知单不另起一次；解除后再次确认的另起一次。

with delivered as (
    select
        notice_no,
        project_id,
        kind,
        delivered_on,
        origin,
        lag(kind) over (
            partition by project_id
            order by delivered_on, case kind when '差别化监管解除告知单' then 0 else 1 end, notice_no
        ) as previous
    from supervision_notice
    where kind in ('差别化监管告知单', '差别化监管解除告知单') and delivered_on < period_end()
),

changes as (
    select
        *,
        lead(delivered_on) over (partition by project_id order by delivered_on, kind desc) as until,
        lag(delivered_on) over (partition by project_id order by delivered_on, kind desc) as previous_until
    from delivered
    where coalesce(kind <> previous, kind = '差别化监管告知单')
),

told as (
    select * from changes where kind = '差别化监管告知单'
),

confirmed as (
    select project_id, confirmed_on, origin
    from supervision_confirmation
    where conclusion = '确认' and confirmed_on < period_end()
),

placed as (
    select c.project_id, c.confirmed_on, c.origin, max(t.notice_no) as notice_no
    from confirmed as c
    left join told as t
        on t.project_id = c.project_id
        and coalesce(t.until > c.confirmed_on, true)
    group by c.project_id, c.confirmed_on, c.origin
),

waiting as (
    select
        project_id,
        confirmed_on,
        origin,
        row_number() over (partition by project_id order by confirmed_on, origin) as place
    from placed
    where notice_no is null
)

select
    s.project_id,
    s.notice_no,
    min(c.confirmed_on) as confirmed_on,
    s.delivered_on,
    s.until,
    s.origin
from told as s
left join confirmed as c
    on c.project_id = s.project_id
    and c.confirmed_on <= s.delivered_on
    and coalesce(c.confirmed_on >= s.previous_until, true)
group by s.project_id, s.notice_no, s.delivered_on, s.until, s.origin
union all
select
    project_id,
    cast(null as varchar) as notice_no,
    confirmed_on,
    cast(null as date) as delivered_on,
    cast(null as date) as until,
    origin
from waiting
where place = 1

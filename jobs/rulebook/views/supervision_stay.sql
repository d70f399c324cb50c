-- 差别化监管的每次列管：确认列入（entered_on），告知单送达（delivered_on）次日起计周期，解除告知单送达（until）为止
--
-- 只看期末以前的记录。确认后尚未送达告知单的，delivered_on 为空；送达前没有确认记录的，confirmed_on 为空。
-- 列管期间再次送达的告知单不另起一次；解除后再次确认的另起一次。

with

delivered as (
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

told as (
    select
        d.project_id,
        d.notice_no,
        d.delivered_on,
        d.origin,
        (
            select min(r.delivered_on) from delivered as r
            where r.project_id = d.project_id
                and r.kind = '差别化监管解除告知单'
                and r.delivered_on > d.delivered_on
        ) as until
    from delivered as d
    where d.kind = '差别化监管告知单' and coalesce(d.previous = '差别化监管解除告知单', true)
),

stays as (
    select
        *,
        lag(until) over (partition by project_id order by delivered_on) as previous_until
    from told
),

confirmed as (
    select
        project_id,
        confirmed_on,
        origin
    from supervision_confirmation
    where conclusion = '确认' and confirmed_on < period_end()
),

waiting as (
    select
        c.project_id,
        c.confirmed_on,
        c.origin,
        row_number() over (partition by c.project_id order by c.confirmed_on, c.origin) as place
    from confirmed as c
    where not exists (
        select 1 from told as t
        where t.project_id = c.project_id
            and (t.delivered_on >= c.confirmed_on or coalesce(t.until > c.confirmed_on, true))
    )
)

select
    s.project_id,
    s.notice_no,
    (
        select min(c.confirmed_on) from confirmed as c
        where c.project_id = s.project_id
            and c.confirmed_on <= s.delivered_on
            and coalesce(c.confirmed_on >= s.previous_until, true)
    ) as confirmed_on,
    s.delivered_on,
    s.until,
    s.origin
from stays as s
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

-- 企业年度排查演练完成率: 参建各方应由企业负责人组织的分包情况全面排查、事故应急救援预案演练中，年内已完成的比例；排查须覆盖当天在施的全部项目，分次做的合并看
-- duty:    enterprise_yearly_duties
-- case:    enterprise_yearly_duty_missing 企业年度排查演练未完成
-- base:    once in the period
-- subject: enterprise
-- every:   year
-- any-of:  enterprise_activity, enterprise_activity participant
-- basis:   R046

with held as (
    select *
    from enterprise_activity
    where kind in ('分包情况排查', '事故应急救援预案演练') and held_on >= period_start() and held_on < period_end()
),

led as (
    select * from held where leader_post <> '安全管理部门负责人'
),

seen as (
    select s.enterprise_id, s.held_on, c.project_id
    from led as s
    join enterprise_activity_project as c on c.activity_id = s.activity_id
    where s.kind = '分包情况排查'
),

whole as (
    select activity_id from led where kind <> '分包情况排查'
    union all
    select s.activity_id
    from led as s
    join participation as p on p.enterprise_id = s.enterprise_id
        and coalesce(p.started_on <= s.held_on, true) and coalesce(p.completed_on >= s.held_on, true)
        and (p.stopped_on is null or p.stopped_on >= s.held_on or p.resumed_on between p.stopped_on and s.held_on)
    left join seen as c
        on c.enterprise_id = s.enterprise_id and c.project_id = p.project_id and c.held_on <= s.held_on
    where s.kind = '分包情况排查'
    group by s.activity_id
    having count(distinct p.project_id) = count(distinct c.project_id)
),

record as (
    select
        e.enterprise_id,
        e.roles,
        k.kind,
        count(x.activity_id) over (partition by e.enterprise_id, k.kind) as times,
        count(w.activity_id) over (partition by e.enterprise_id, k.kind) as good,
        coalesce(x.origin, e.origin) as origin
    from participating_enterprise as e
    cross join (select '分包情况排查' as kind union all select '事故应急救援预案演练') as k
    left join held as x on x.enterprise_id = e.enterprise_id and x.kind = k.kind
    left join whole as w on w.activity_id = x.activity_id
)

select
    enterprise_id as subject,
    kind as case_key,
    good > 0 as met,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    case
        when times = 0 then concat(roles, '，年内没有', kind, '记录')
        when kind = '分包情况排查' then concat(roles, '，年内', kind, times, '次，没有由企业负责人组织并覆盖全部在施项目')
        else concat(roles, '，年内', kind, times, '次，没有由企业负责人组织')
    end as detail,
    origin
from record

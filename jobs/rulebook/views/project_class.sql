-- 项目分类：月度考评的项目，由监督检查、考评等次、奖惩和差别化监管名单确定，只在计分、处置之后可用
--
-- 重点监管：有 class_ground 所列适用的情形；
-- 优秀：期内至少受检一次（复查不算），考评优良，期内没有约谈、记分、罚款、通报批评、停工令和事故；
-- 其余为一般；在施而没有名次的也在其中，注明原因（未受检、同组项目太少等）。

with blemishes as (
    select project_id, concat(kind, count(*), '次') as blemish
    from penalty
    where decided_on >= period_start() and decided_on < period_end()
    group by project_id, kind
    union all
    select project_id, '通报批评'
    from circulated_criticism
    where issued_on >= period_start() and issued_on < period_end()
    union all
    select project_id, '责令停工'
    from standing_stop_order
    where issued_on >= period_start()
    union all
    select project_id, '发生事故'
    from accident
    where occurred_at >= period_start() and occurred_at < period_end()
),

blemished as (
    select project_id, string_agg(distinct blemish, '、' order by blemish) as blemishes
    from blemishes
    group by project_id
),

penalised as (
    select project_id, count(*) as penalties
    from penalty
    where decided_on >= period_start() and decided_on < period_end()
    group by project_id
),

awarded as (
    select project_id, count(*) as awards
    from award
    where awarded_on >= period_end() - interval '12' month and awarded_on < period_end()
    group by project_id
),

grounds as (
    select project_id, ground, detail
    from key_supervision_ground
    union all
    select s.subject, g.ground, coalesce(n.note, '考评不合格')
    from standing as s
    join class_ground as g on g.ground = '考评不合格' and g.applies
    left join score as n on n.scheme = s.scheme and n.subject = s.subject and n.node = 'score'
    where s.scheme = 'project-monthly' and s.grade = '不合格'
    union all
    select d.subject, g.ground, concat(d.step, '：', d.because)
    from decision as d
    join class_ground as g on g.ground = '差别化监管' and g.applies
    where d.ladder = 'differentiated-supervision' and d.step <> '解除差别化监管'
    union all
    select p.project_id, g.ground, concat('施工单位安管人员考核不合格（', f.case_key, '）')
    from finding as f
    join active_project as p on p.contractor_id = f.subject
    join class_ground as g on g.ground = '安管人员考核不合格' and g.applies
    where f.rule = 'exam_failed' and f.state <> 'cleared'
),

grounded as (
    select project_id, string_agg(distinct detail, '；' order by detail) as reasons
    from grounds
    group by project_id
)

select
    s.subject as project_id,
    s.score,
    s.grade,
    s.rank,
    coalesce(x.penalties, 0) as penalties,
    coalesce(a.awards, 0) as awards,
    case
        when k.project_id is not null then k.reasons
        when s.rank is null then s.left_out
        when s.grade = '优良' then b.blemishes
    end as reason,
    case
        when k.project_id is not null then '重点监管'
        when s.rank is not null and s.grade = '优良' and b.project_id is null then '优秀'
        else '一般'
    end as class
from standing as s
left join penalised as x on x.project_id = s.subject
left join awarded as a on a.project_id = s.subject
left join blemished as b on b.project_id = s.subject
left join grounded as k on k.project_id = s.subject
join project_in_period as p on p.project_id = s.subject
where s.scheme = 'project-monthly' and p.phase = '在施'

-- 项目分类：参加月度考评的项目，由考评等次、奖惩和差别化监管名单确定
--
-- 重点监管：考评不合格，或者在差别化监管名单上；
-- 优秀：考评优良，或者考评合格且十二个月内获标准化奖项，并且期内没有记分、罚款、约谈；其余为一般。

with

penalised as (
    select
        project_id,
        count(*) as penalties
    from penalty
    where decided_on >= period_start() and decided_on < period_end()
    group by project_id
),

awarded as (
    select
        project_id,
        count(*) as awards
    from award
    where awarded_on >= period_end() - interval '12' month and awarded_on < period_end()
    group by project_id
),

supervised as (
    select subject, step, because
    from decision
    where ladder = 'differentiated-supervision' and step <> '解除差别化监管'
)

select
    s.subject as project_id,
    s.score,
    s.grade,
    s.rank,
    coalesce(x.penalties, 0) as penalties,
    coalesce(a.awards, 0) as awards,
    d.step,
    d.because,
    case
        when s.grade = '不合格' or d.subject is not null then '重点监管'
        when x.project_id is null and (s.grade = '优良' or a.project_id is not null) then '优秀'
        else '一般'
    end as class
from standing as s
left join penalised as x on x.project_id = s.subject
left join awarded as a on a.project_id = s.subject
left join supervised as d on d.subject = s.subject
where s.scheme = 'project-monthly' and s.rank is not null

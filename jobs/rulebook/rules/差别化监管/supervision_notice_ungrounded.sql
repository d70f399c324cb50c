-- 差别化监管文书缺依据: 期内送达的告知单此前没有确认记录，或者期内送达的解除告知单此前没有作出解除的评定
--
-- finding: supervision_notice_ungrounded
-- subject: project
-- basis:   R093, R111

with

notices as (
    select
        n.notice_no,
        n.project_id,
        n.kind,
        n.delivered_on,
        n.origin
    from supervision_notice as n
    where n.kind in ('差别化监管告知单', '差别化监管解除告知单')
        and n.delivered_on >= period_start()
        and n.delivered_on < period_end()
),

lapses as (
    select
        n.*,
        '此前没有条件确认记录' as lapse
    from notices as n
    join supervision_stay as s on s.notice_no = n.notice_no and s.confirmed_on is null
    union all
    select
        n.*,
        '此前没有作出解除的评定，或者条件、问题条目未清' as lapse
    from notices as n
    where n.kind = '差别化监管解除告知单'
        and not exists (
            select 1 from supervision_cycle as c
            where c.subject = n.project_id and c.left_on = n.delivered_on and c.released
        )
)

select
    project_id as subject,
    notice_no as case_key,
    delivered_on as since,
    cast(null as date) as due,
    concat(kind, '（', notice_no, '）', delivered_on, '送达，', lapse) as detail,
    origin
from lapses

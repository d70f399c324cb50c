-- 差别化监管文书缺依据: 期内送达的告知单此前没有确认记录，或者期内送达的解除告知单此前没有作出解除的评定
-- finding: supervision_notice_ungrounded
-- subject: project
-- basis:   R093, R111

with stays as (
    select
        subject,
        delivered_on,
        left_on,
        max(confirmed_on) as confirmed_on,
        bool_or(released) as released
    from supervision_cycle
    group by subject, delivered_on, left_on
)

select
    n.project_id as subject,
    n.notice_no as case_key,
    n.delivered_on as since,
    cast(null as date) as due,
    concat(
        n.kind, '（', n.notice_no, '）', n.delivered_on, '送达，',
        case
            when n.kind = '差别化监管告知单' then '此前没有条件确认记录'
            else '此前没有作出解除的评定，或者条件、问题条目未清'
        end
    ) as detail,
    n.origin
from supervision_notice as n
left join stays as s
    on s.subject = n.project_id
    and case n.kind when '差别化监管告知单' then s.delivered_on = n.delivered_on else s.left_on = n.delivered_on end
where n.delivered_on >= period_start()
    and n.delivered_on < period_end()
    and (
        (n.kind = '差别化监管告知单' and s.delivered_on is not null and s.confirmed_on is null)
        or (n.kind = '差别化监管解除告知单' and not coalesce(s.released, false))
    )

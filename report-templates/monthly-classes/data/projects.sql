-- 项目分类差别化监管名单
-- basis: R065
select
    c.class,
    p.project_name,
    p.project_type,
    r.region_name,
    e.enterprise_name,
    c.score,
    c.grade,
    c.rank as place,
    c.penalties,
    c.awards,
    concat(
        case when c.grade = '不合格' then coalesce(s.note, '考评不合格') else '' end,
        case when c.grade = '不合格' and c.step is not null then '；' else '' end,
        case when c.step is not null then concat(c.step, '：', c.because) else '' end
    ) as reason
from project_class as c
join project as p on p.project_id = c.project_id
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
left join score as s on s.scheme = 'project-monthly' and s.subject = c.project_id and s.node = 'score'
order by case c.class when '重点监管' then 1 when '一般' then 2 else 3 end, c.score, c.project_id

-- 更正事项：市本级为全部，地区为本地的（排名表中其他地方的变动见市本级一份）
with place as (
    select 'city' as subject_kind, city_id as subject, city_name as name, '<bureau.whole>' as kind_title, cast(null as varchar) as region_id
    from city
    union all
    select 'region', region_id, region_name, '<bureau.region>', region_id from region
    union all
    select 'street', street_id, street_name, '<bureau.street>', region_id from street
    union all
    select 'project', project_id, project_name, '项目', region_id from project_in_period
    union all
    select 'enterprise', enterprise_id, enterprise_name, '施工企业', null from enterprise
    union all
    select 'equipment_firm', firm_id, firm_name, '安拆维保单位', region_id from equipment_firm
),

reason as (
    select distinct line, dense_rank() over (order by kind, load_id, objection) as cause_no
    from correction_cause
)

select
    row_number() over (order by c.line) as line,
    c.subject_kind,
    p.kind_title,
    coalesce(p.name, c.subject) as name,
    c.title,
    c.figure,
    c.unit,
    c.before,
    c.after,
    c.before_value,
    c.after_value,
    (select string_agg(cast(r.cause_no as varchar), '、' order by r.cause_no) from reason as r where r.line = c.line) as reasons
from correction as c
left join place as p on p.subject_kind = c.subject_kind and p.subject = c.subject
where p.region_id = recipient() or recipient() in (select city_id from city)
order by c.line

-- 已开工在施项目的地下管线安全防护承诺书：三方都在施工前签署的为按时；依法不聘用监理的由另外两方签署
-- signed_on 是最后一方签署的日期；期末以后签的不算签
with signatures as (
    select
        p.project_id,
        p.project_name,
        p.region_id,
        p.contractor_id,
        p.started_on,
        s.project_id is not null as without_supervisor,
        case when c.builder_signed_on < period_end() then c.builder_signed_on end as builder,
        case when c.contractor_signed_on < period_end() then c.contractor_signed_on end as contractor,
        case when c.supervisor_signed_on < period_end() and s.project_id is null then c.supervisor_signed_on end as supervisor,
        coalesce(c.origin, p.origin) as origin
    from active_project as p
    left join pipeline_commitment as c on c.project_id = p.project_id
    left join supervision_contract as s
        on s.project_id = p.project_id and not s.employed and s.filed_on < period_end()
),

complete as (
    select
        *,
        builder is not null and contractor is not null and (supervisor is not null or without_supervisor) as signed,
        greatest(
            coalesce(builder, date '1900-01-01'),
            coalesce(contractor, date '1900-01-01'),
            coalesce(supervisor, date '1900-01-01')
        ) as last_signed_on
    from signatures
)

select
    c.*,
    case when c.signed then c.last_signed_on end as signed_on,
    case
        when c.signed and c.last_signed_on < c.started_on + q.value * interval '1' day then '按时'
        when c.signed then '迟签'
        when c.builder is not null or c.contractor is not null or c.supervisor is not null then '缺签'
        else '未签'
    end as state
from complete as c
join parameter as q on q.name = 'commitment_on_start_day'
where c.started_on is not null

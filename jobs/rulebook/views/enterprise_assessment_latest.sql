-- 企业测评：期内在施项目由其施工总承包企业最后一次测评的结果，及以合同价（万元）表示的规模

with numbered as (
    select
        a.*,
        coalesce(nullif(p.cost_wan, 0), 1) as size,
        row_number() over (partition by a.project_id order by a.assessed_on desc, a.origin desc) as line
    from enterprise_assessment as a
    join active_project as p on p.project_id = a.project_id and p.contractor_id = a.enterprise_id
    where a.assessed_on >= period_start() and a.assessed_on < period_end()
)

select * from numbered where line = 1

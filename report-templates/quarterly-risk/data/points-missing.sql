-- 本季度检查重点未受检（宣传教育未开展）的项目，一项一个项目一行
-- basis: R025, R026, R027, R028
select
    k.line,
    k.point,
    r.region_name,
    k.project_name,
    e.enterprise_name
from key_item_project as k
join region as r on r.region_id = k.region_id
join enterprise as e on e.enterprise_id = k.contractor_id
where k.times = 0
order by k.line, k.region_id, k.project_id

-- 本地本季度检查重点未受检（宣传教育未开展）的项目
-- basis: R025, R026, R027, R028
select k.line, k.point, k.project_name, e.enterprise_name
from key_item_project as k
join enterprise as e on e.enterprise_id = k.contractor_id
where k.times = 0 and k.region_id = recipient()
order by k.line, k.project_id

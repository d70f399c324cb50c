-- 期末在岗的特种作业人员：在施项目已上岗、未离岗的；持证是否有效、是否先培训后上岗
--
-- 证书有效期至期末最后一天的仍有效；培训当日完成、当日上岗的算先培训。

select
    w.*,
    w.certificate_no is not null and w.certificate_until >= period_end() - interval '1' day as certified,
    coalesce(w.trained_on <= w.entered_on, false) as trained_before,
    coalesce(w.training_hours >= h.value, false) as hours_enough
from special_worker as w
join active_project as p on p.project_id = w.project_id
join parameter as h on h.name = 'training_hours_least'
where w.entered_on < period_end() and (w.left_on is null or w.left_on >= period_end())

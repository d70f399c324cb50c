-- 教育培训不到位上岗: 期末在岗特种作业人员课时不足，或者完成培训前已上岗
--
-- finding: special_worker_untrained
-- subject: project
-- basis:   R051
--
-- 课时下限见参数 training_hours_least。

select
    project_id as subject,
    worker_id as case_key,
    entered_on as since,
    cast(null as date) as due,
    concat(
        trade,
        case
            when trained_on is null then '，没有完成教育培训的记录'
            when not trained_before then concat('，', entered_on, '上岗，', trained_on, '才完成培训')
            else concat('，教育培训', cast(training_hours as integer), '课时，不足')
        end
    ) as detail,
    origin
from special_worker_in_post
where not (trained_before and hours_enough)

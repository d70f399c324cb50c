-- 先培训后上岗率: 期末在岗特种作业人员中课时足够且完成培训后上岗的比例，课时下限见参数表
-- duty:    trained_before_work
-- case:    special_worker_untrained 教育培训不到位上岗
-- subject: project
-- basis:   R051

select
    project_id as subject,
    worker_id as case_key,
    trained_before and hours_enough as met,
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

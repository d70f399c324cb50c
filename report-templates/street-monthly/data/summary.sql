-- 限额以下工程总体情况：本月与上月（一行）
-- basis: R071
-- rows: one
with figure as (
    select period_start, indicator, numerator, value
    from history_observation
    where subject_kind = 'city' and period_start in (period_start(), previous_start())
),

present as (
    select
        max(value) filter (where indicator = 'small_works_registered') as registered,
        max(value) filter (where indicator = 'small_work_coverage') as coverage,
        max(value) filter (where indicator = 'small_work_notice') as notice,
        max(value) filter (where indicator = 'small_work_review') as review,
        max(value) filter (where indicator = 'small_work_forms') as forms,
        max(value) filter (where indicator = 'small_work_items_failing') as failing,
        max(value) filter (where indicator = 'small_work_item_rectified') as rectified,
        max(value) filter (where indicator = 'blind_spot_assigned') as minded,
        max(value) filter (where indicator = 'street_requests_answered') as answered,
        max(value) filter (where indicator = 'street_trainees') as trainees,
        max(value) filter (where indicator = 'small_work_accidents') as accidents
    from figure
    where period_start = period_start()
),

before as (
    select
        max(value) filter (where indicator = 'small_works_registered') as previous_registered,
        max(value) filter (where indicator = 'small_work_notice') as previous_notice,
        max(value) filter (where indicator = 'small_work_review') as previous_review
    from figure
    where period_start = previous_start()
)

select
    present.*,
    before.*,
    (select count(*) from street) as streets
from present
cross join before

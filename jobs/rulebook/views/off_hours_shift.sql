-- 法定工作时间外的施工班次：夜班，以及休息日、法定节假日的日班；项目报告过施工的、有带班值守记录的，一班一行
with shifts as (
    select
        coalesce(s.project_id, w.project_id) as project_id,
        coalesce(s.worked_on, w.worked_on) as worked_on,
        coalesce(s.shift, w.shift) as shift,
        s.project_id is not null as recorded,
        s.leader,
        s.watch,
        coalesce(s.origin, w.origin) as origin
    from off_hours_work as w
    full join duty_shift as s
        on s.project_id = w.project_id and s.worked_on = w.worked_on and s.shift = w.shift
)

select
    shifts.*,
    shifts.shift = '夜班' as night,
    not d.worked as holiday
from shifts
join calendar_day as d on d.day = shifts.worked_on
where shifts.shift = '夜班' or not d.worked

-- 围挡的期限：每处围挡整治、拆除各一行，至期末到期的，是否按期、超期几天；没有写明拆除期限的不必拆除
with terms as (
    select *, '整治' as task, due_on as last_day, rectified_on as done_on from fence
    union all
    select *, '拆除', remove_by, removed_on from fence where remove_by is not null
)

select
    street_id as subject,
    fence_id as case_key,
    task,
    coalesce(done_on <= last_day, false) as met,
    cast(last_day + interval '1' day as date) as since,
    last_day as due,
    case
        when done_on is null or done_on >= period_end() then concat(
            area, coalesce(kind, '围挡'), '，', task, '期限', last_day, '，期末已超期',
            date_diff('day', last_day, period_end()) - 1, '天'
        )
    end as detail,
    origin
from terms

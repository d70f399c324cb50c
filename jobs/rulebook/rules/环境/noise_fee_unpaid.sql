-- 噪声防治费未足额拨付: 期末已到应拨付日期、建设单位没有足额拨付的施工噪声污染防治措施费，以前各期和已竣工项目所欠的也列
-- finding: noise_fee_unpaid
-- subject: project
-- every:   quarter
-- basis:   R023

with fees as (
    select
        *,
        case when paid_on < period_end() then coalesce(paid, 0) else 0 end as paid_by_then
    from noise_fee
    where due_on < period_end() - interval '1' day
)

select
    f.project_id as subject,
    f.fee_no as case_key,
    f.due_on as since,
    f.due_on as due,
    concat(
        '应拨付', cast(f.payable as decimal(18, 2)), '元，已拨付', cast(f.paid_by_then as decimal(18, 2)), '元，逾期',
        date_diff('day', f.due_on, period_end()) - 1, '天'
    ) as detail,
    f.origin
from fees as f
where f.paid_by_then < f.payable

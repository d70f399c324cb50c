-- 电子证照换发率: 期末应换发的企业许可证、人员证书和设备登记中，已在截止日前换发电子证照的比例
-- indicator: electronic_certificates
-- subject:   enterprise
-- every:     year
-- basis:     R059
--
-- 截止日在期末以后的，按期末计。

with evidence as (
    select c.enterprise_id as subject, c.certificate_no, c.kind, c.issued_on, c.electronic_on, d.due_on, c.origin
    from certificate as c
    join duty_day as d on d.name = 'electronic_certificate_due'
    where c.issued_on < period_end()
)

select
    subject,
    sum(case when electronic_on <= due_on and electronic_on < period_end() then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject

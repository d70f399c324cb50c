-- 围挡按期整治率: 本期到期的围挡中已按期整治的比例；期末已超期仍未完成的逐期列出
-- duty:    fence_rectified
-- case:    fence_overdue 围挡逾期未整治
-- base:    due in the period
-- subject: street
-- basis:   R021

select subject, case_key, met, since, due, detail, origin from fence_term where task = '整治'

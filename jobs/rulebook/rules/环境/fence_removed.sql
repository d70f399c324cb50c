-- 围挡按期拆除率: 本期到拆除期限的围挡中已按期拆除的比例；期末已超期仍未拆除的逐期列出
-- duty:    fence_removed
-- case:    fence_standing 围挡逾期未拆除
-- base:    due in the period
-- subject: street
-- basis:   R021

select subject, case_key, met, since, due, detail, origin from fence_term where task = '拆除'

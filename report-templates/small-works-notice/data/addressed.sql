-- 本期登记、至期末没有发放告知书的限额以下工程
select
    work_id as id,
    concat(work_name, '（', work_id, '）') as name
from small_work
where registered_on >= period_start()
    and registered_on < period_end()
    and (notice_on is null or notice_on >= period_end())

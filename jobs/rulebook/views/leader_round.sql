-- 企业负责人带队检查：期内由企业负责人带队的重大事故隐患检查，部门负责人带队的不算

select *
from enterprise_activity
where kind = '重大事故隐患检查'
    and leader_post <> '安全管理部门负责人'
    and held_on >= period_start()
    and held_on < period_end()

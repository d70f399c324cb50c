-- 发往的地方（一行）
select region_name from region where region_id = recipient()

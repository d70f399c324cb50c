-- 期内在施项目：考核期内至少有一天在施工

select * from project_in_period where active

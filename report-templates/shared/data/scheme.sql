-- 本期计分所用的评分办法及其版本
select title, version, holds_from
from scheme_version
where scheme = 'region-monthly'

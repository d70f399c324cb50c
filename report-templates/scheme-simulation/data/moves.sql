-- 本期名次有变动、等次有变动或是否排名有变动的对象，变动大的在前
select
    coalesce(name, subject) as name, scope, published_rank, rank, moved, published_score, score, published_grade, grade,
    coalesce(published_grade, '') <> coalesce(grade, '') as regraded
from simulation
where period = period_name()
    and (moved <> 0
        or coalesce(published_grade, '') <> coalesce(grade, '')
        or (published_rank is null and rank is not null)
        or (published_rank is not null and rank is null))
order by abs(moved) desc nulls last, rank nulls last, subject

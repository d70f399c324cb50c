-- 各地区按期整改率与到期隐患数；全域的率加减两倍标准误差之内，差别可以出于偶然
with city as (
    select sum(numerator) / nullif(sum(denominator), 0) as share
    from observation
    where indicator = 'hazard_on_time' and subject_kind = 'region' and denominator > 0
)

select
    region.region_name,
    observation.denominator as due,
    100 * observation.numerator / observation.denominator as on_time,
    greatest(0, 100 * (city.share - 2 * sqrt(city.share * (1 - city.share) / observation.denominator))) as low,
    least(100, 100 * (city.share + 2 * sqrt(city.share * (1 - city.share) / observation.denominator))) as high
from observation
join region on region.region_id = observation.subject
cross join city
where observation.indicator = 'hazard_on_time' and observation.subject_kind = 'region'
    and observation.denominator > 0
order by observation.denominator, region.region_id

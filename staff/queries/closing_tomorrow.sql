-- Кімнің құжаттарды толықтыру мерзімі ертең бітеді және не жетіспейді | У кого срок дополнения истекает завтра и чего не хватает
SELECT a.number, [[a.{territory}, ]]a.{title}, p.missing, p.supplement_until
FROM packages AS p JOIN applications AS a ON a.number = p.number CROSS JOIN clock AS c
WHERE p.status = 'interviewed' AND p.missing_count > 0
  AND p.supplement_day = CAST(c.now_local AS DATE) + INTERVAL '1' DAY
ORDER BY p.supplement_until, a.number

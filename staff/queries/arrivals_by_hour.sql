-- Соңғы тәулікте әр сағатта қанша өтінім түсті (кейін кері қайтарылғандарын қоса) | Сколько заявок поступало каждый час последних суток (вместе с отозванными позже)
SELECT date_trunc('hour', a.submitted_local) AS hour, count(*) AS applications
FROM applications AS a CROSS JOIN clock AS c
WHERE a.submitted_at >= c.closes_at - INTERVAL '24' HOUR AND a.submitted_at < c.closes_at
GROUP BY date_trunc('hour', a.submitted_local)
ORDER BY hour

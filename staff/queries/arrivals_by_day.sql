-- Әр күні қанша өтінім түсті (кейін кері қайтарылғандарын қоса) | Сколько заявок поступало каждый день (вместе с отозванными позже)
SELECT CAST(submitted_local AS DATE) AS day, count(*) AS applications
FROM applications
WHERE is_submitted
GROUP BY CAST(submitted_local AS DATE)
ORDER BY day

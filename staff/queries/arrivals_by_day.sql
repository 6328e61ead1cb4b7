-- Әр күні қанша өтінім түсті | Сколько заявок поступало каждый день
SELECT CAST(submitted_local AS DATE) AS day, count(*) AS applications
FROM applications
WHERE is_submitted
GROUP BY CAST(submitted_local AS DATE)
ORDER BY day

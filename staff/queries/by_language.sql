-- Өтінімдер қай тілде берілді | На каком языке поданы заявки
SELECT application_language, count(*) AS applications
FROM applications
WHERE is_submitted
GROUP BY application_language
ORDER BY applications DESC, application_language

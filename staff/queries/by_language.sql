-- Өтінімдер қай тілде берілді (кері қайтарылғандары есептелмейді) | На каком языке поданы заявки (без отозванных)
SELECT application_language, count(*) AS applications
FROM applications
WHERE in_contest
GROUP BY application_language
ORDER BY applications DESC, application_language

-- Өтінімдер қай тілде берілді (кері қайтарылғандары есептелмейді) | На каком языке поданы заявки (без отозванных)
SELECT {language}, count(*) AS applications
FROM applications
WHERE in_contest
GROUP BY {language}
ORDER BY applications DESC, {language}

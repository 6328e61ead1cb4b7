-- Өтінімдер бағыт пен аудан бойынша (кері қайтарылғандары есептелмейді) | Заявки по направлениям и районам (без отозванных)
SELECT district, direction, count(*) AS applications
FROM applications
WHERE in_contest
GROUP BY district, direction
ORDER BY district, direction

-- Өтінімдер бағыт пен аудан бойынша | Заявки по направлениям и районам
SELECT district, direction, count(*) AS applications
FROM applications
WHERE is_submitted AND status <> 'withdrawn'
GROUP BY district, direction
ORDER BY district, direction

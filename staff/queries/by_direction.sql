-- Өтінімдер бағыттар бойынша: қаншасы түсті, қаншасы акселераторға жіберілді | Заявки по направлениям: сколько подано, сколько допущено
SELECT direction, count(*) AS applications,
  count(*) FILTER (WHERE status IN ('admitted', 'completed', 'excluded')) AS admitted,
  count(*) FILTER (WHERE status = 'not_admitted') AS not_admitted
FROM applications
WHERE is_submitted
GROUP BY direction
ORDER BY applications DESC, direction

-- Өтінімдер бағыттар бойынша: қаншасы түсті, қаншасы акселераторға жіберілді (кері қайтарылғандары есептелмейді) | Заявки по направлениям: сколько подано, сколько допущено (без отозванных)
SELECT direction, count(*) AS applications,
  count(*) FILTER (WHERE status IN ('admitted', 'completed', 'excluded')) AS admitted,
  count(*) FILTER (WHERE status = 'not_admitted') AS not_admitted
FROM applications
WHERE in_contest
GROUP BY direction
ORDER BY applications DESC, direction

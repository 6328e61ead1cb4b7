-- «{group}» бойынша өтінімдер: қаншасы түсті, қаншасы жіберілді (кері қайтарылғандары есептелмейді) | Заявки по вопросу «{group}»: сколько подано, сколько допущено (без отозванных)
SELECT {group}, count(*) AS applications,
  count(*) FILTER (WHERE status IN ('admitted', 'completed', 'excluded')) AS admitted,
  count(*) FILTER (WHERE status = 'not_admitted') AS not_admitted
FROM applications
WHERE in_contest
GROUP BY {group}
ORDER BY applications DESC, {group}

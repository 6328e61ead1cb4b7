-- Өтінім түскеннен сұхбатқа дейін қанша күн өтеді | Сколько дней проходит от подачи до интервью
SELECT [[a.{group}, ]]count(*) AS interviews,
  round(avg(date_diff('day', CAST(a.submitted_local AS DATE), i.held)), 1) AS average_days,
  max(date_diff('day', CAST(a.submitted_local AS DATE), i.held)) AS longest_days
FROM applications AS a JOIN interviews AS i ON i.number = a.number AND i.is_current
WHERE a.is_submitted
[[GROUP BY a.{group}]]
ORDER BY average_days DESC[[, a.{group}]]

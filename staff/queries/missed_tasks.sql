-- Кім берілген міндеттерді орындамады немесе мерзімін өткізіп алды | Кто не выполнил поставленные задачи или просрочил их
SELECT t.number, a.{title}, count(*) FILTER (WHERE t.state = 'missed') AS missed,
  count(*) FILTER (WHERE t.state = 'assigned' AND t.due < CAST(c.now_local AS DATE)) AS overdue,
  min(CASE WHEN t.state = 'assigned' THEN t.due END) AS next_due,
  sum(CASE WHEN t.state = 'missed' THEN t.explanations ELSE 0 END) AS explanations,
  max(t.explain_until) AS explain_until
FROM tasks AS t JOIN applications AS a ON a.number = t.number CROSS JOIN clock AS c
WHERE a.status IN ('admitted', 'excluded')
GROUP BY t.number, a.{title}, c.now_local
HAVING count(*) FILTER (WHERE t.state = 'missed') > 0
  OR count(*) FILTER (WHERE t.state = 'assigned' AND t.due < CAST(c.now_local AS DATE)) > 0
ORDER BY missed DESC, overdue DESC, t.number

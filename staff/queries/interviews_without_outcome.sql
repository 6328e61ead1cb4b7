-- Қай сұхбаттың қорытындысы әлі жазылмаған | По каким интервью ещё нет исхода
SELECT t.number, t.due_at, i.held, i.outcome, t.place
FROM appointments AS t
  JOIN applications AS a ON a.number = t.number
  LEFT JOIN interviews AS i ON i.number = t.number AND i.is_current
  CROSS JOIN clock AS c
WHERE t.is_current AND a.status IN ('interview_scheduled', 'interviewed') AND t.due_at < c.now
  AND coalesce(i.outcome, 'pending') = 'pending'
ORDER BY t.due_at, t.number

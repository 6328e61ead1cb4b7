-- Сұхбаттан кейінгі орташа балл бойынша өтінімдер | Заявки по среднему баллу после интервью
SELECT s.number, [[a.{group}, ]]a.{title}, count(DISTINCT s.expert) AS experts,
  count(s.points) AS scored, round(avg(s.points), 2) AS average
FROM scores AS s JOIN applications AS a ON a.number = s.number
WHERE a.status IN ('interviewed', 'admitted', 'completed')
GROUP BY s.number, [[a.{group}, ]]a.{title}
ORDER BY average DESC, s.number

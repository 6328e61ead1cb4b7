-- Бағыттар бойынша сметадағы шығындар | Расходы в сметах по направлениям и категориям
SELECT a.direction, b.category, count(*) AS lines, sum(b.amount) AS tenge
FROM budget_items AS b JOIN applications AS a ON a.number = b.number
WHERE a.is_submitted AND a.status <> 'withdrawn'
GROUP BY a.direction, b.category
ORDER BY a.direction, tenge DESC, b.category

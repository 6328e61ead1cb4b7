-- Бағыттар бойынша сметадағы шығындар (кері қайтарылғандары есептелмейді) | Расходы в сметах по направлениям и категориям (без отозванных)
SELECT a.direction, b.category, count(*) AS lines, sum(b.amount) AS tenge
FROM budget_items AS b JOIN applications AS a ON a.number = b.number
WHERE a.in_contest
GROUP BY a.direction, b.category
ORDER BY a.direction, tenge DESC, b.category

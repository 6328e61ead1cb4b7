-- Кестеде басқа байқаулардың қанша өтінімі бар | Сколько в таблице заявок других конкурсов
SELECT other_call, applications, "events"
FROM other_calls
ORDER BY other_call

-- Өтінімдер қазір қандай күйде | Где сейчас находятся заявки
SELECT status, count(*) AS applications
FROM applications
GROUP BY status
ORDER BY applications DESC, status

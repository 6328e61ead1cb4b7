-- Кім мүдделер қақтығысын мәлімдеді | Кто заявил о конфликте интересов
SELECT number, status, direction, project_title, conflict_details
FROM applications
WHERE conflict_of_interest = 'yes' AND is_submitted
ORDER BY number

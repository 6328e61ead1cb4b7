-- Қай құжаттар жиі жетіспейді | Каких документов чаще всего не хватает
SELECT lacking, place, count(*) AS applications
FROM missing
WHERE part = 'document'
GROUP BY lacking, place
ORDER BY applications DESC, place

-- Қай құжаттар жиі жетіспейді | Каких документов чаще всего не хватает
SELECT name, place, count(*) AS applications
FROM missing
WHERE part = 'document'
GROUP BY name, place
ORDER BY applications DESC, place

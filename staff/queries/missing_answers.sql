-- Қаралама өтінімдерде қай жауаптар жиі жетіспейді | Каких ответов чаще всего не хватает в черновиках
SELECT name, place, count(*) AS applications
FROM missing
WHERE part = 'answer'
GROUP BY name, place
ORDER BY applications DESC, place

-- Қаралама өтінімдерде қай жауаптар жиі жетіспейді | Каких ответов чаще всего не хватает в черновиках
SELECT lacking, place, count(*) AS applications
FROM missing
WHERE part = 'answer'
GROUP BY lacking, place
ORDER BY applications DESC, place

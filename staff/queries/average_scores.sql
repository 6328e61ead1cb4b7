-- Әр критерий бойынша орташа балл; критерий қолданылмайтын өтінімдер есептелмейді | Средний балл по каждому критерию; заявки, к которым критерий не применяется, не считаются
SELECT criterion, count(points) AS scored, count(*) - count(points) AS not_applicable,
  round(avg(points), 2) AS average, min(points) AS lowest, max(points) AS highest
FROM scores
GROUP BY criterion
ORDER BY criterion

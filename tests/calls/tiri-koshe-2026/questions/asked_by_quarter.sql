-- Қаланың әр бөлігі қанша теңге сұрады? | Сколько тенге просит каждая часть города?
SELECT a.quarter, count(*) AS applications, sum(a.size_answer) AS tenge
FROM applications AS a
WHERE a.in_contest
GROUP BY a.quarter
ORDER BY tenge DESC NULLS LAST, a.quarter

-- Қандай шешімдер қандай негізбен қабылданды | Какие решения приняты и по каким основаниям
SELECT act, reason, count(*) AS applications
FROM decisions
GROUP BY act, reason
ORDER BY act, applications DESC, reason

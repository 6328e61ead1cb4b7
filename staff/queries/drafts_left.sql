-- Тапсырылмаған қаралама нешеу, қай тілде | Сколько черновиков осталось неподанными и на каком языке
SELECT application_language, count(*) AS applications, max(changed_at) AS last_saved
FROM applications
WHERE status = 'draft'
GROUP BY application_language
ORDER BY applications DESC, application_language

-- Тапсырылмаған қаралама нешеу, қай тілде | Сколько черновиков осталось неподанными и на каком языке
SELECT {language}, count(*) AS applications, max(changed_at) AS last_saved
FROM applications
WHERE status = 'draft'
GROUP BY {language}
ORDER BY applications DESC, {language}

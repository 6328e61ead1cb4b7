-- Бір адамнан не ұйымнан екі рет түскен болуы мүмкін өтінімдер | Заявки, которые могли быть поданы дважды одним человеком или организацией
SELECT shared, applications, numbers
FROM likenesses
ORDER BY applications DESC, shared, numbers

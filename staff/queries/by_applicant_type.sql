-- Өтінімдер қатысушы санаты мен жоба сатысы бойынша | Заявки по категории участника и стадии проекта
SELECT applicant_type, stage, count(*) AS applications, sum(beneficiaries) AS beneficiaries
FROM applications
WHERE is_submitted AND status <> 'withdrawn'
GROUP BY applicant_type, stage
ORDER BY applicant_type, stage

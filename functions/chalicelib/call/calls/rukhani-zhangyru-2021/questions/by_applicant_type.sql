-- Өтінімдер қатысушы санаты мен жоба сатысы бойынша (кері қайтарылғандары есептелмейді) | Заявки по категории участника и стадии проекта (без отозванных)
SELECT applicant_type, stage, count(*) AS applications, sum(beneficiaries) AS beneficiaries
FROM applications
WHERE in_contest
GROUP BY applicant_type, stage
ORDER BY applicant_type, stage

-- «{group}» және «{territory}» бойынша өтінімдер (кері қайтарылғандары есептелмейді) | Заявки по вопросам «{group}» и «{territory}» (без отозванных)
SELECT {territory}, {group}, count(*) AS applications
FROM applications
WHERE in_contest
GROUP BY {territory}, {group}
ORDER BY {territory}, {group}

-- Кімнің құжаттары толық емес және кімнің мерзімі бірінші бітеді | У кого пакет неполон и чей срок истекает первым
SELECT a.number, [[a.{territory}, ]]a.{title}, p.missing_count, p.missing, p.supplement_until
FROM packages AS p JOIN applications AS a ON a.number = p.number CROSS JOIN clock AS c
WHERE p.status = 'interviewed' AND p.missing_count > 0 AND p.supplement_until > c.now
ORDER BY p.supplement_until, a.number

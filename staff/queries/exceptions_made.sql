-- Қандай ерекшеліктер жасалды: кімге, қашанға дейін және неге | Какие исключения сделаны: кому, до какого времени и почему
SELECT number, which, until, why, actor, "at"
FROM exceptions
ORDER BY "at", number

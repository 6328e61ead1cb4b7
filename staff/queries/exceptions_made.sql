-- Комитет қандай ерекшеліктер жасады: кімге, қашанға дейін және неге | Какие исключения сделал комитет: кому, до какого времени и почему
SELECT number, which, until, why, actor, "at"
FROM exceptions
ORDER BY "at", number

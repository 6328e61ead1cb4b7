-- Дербес деректерді кім, қашан және не үшін қарады | Кто, когда и зачем смотрел персональные данные
SELECT "at", who, command, why
FROM readings
ORDER BY "at" DESC, who

-- Мерзімнен кейін қанша рет тырысты және қаншаға кешікті | Сколько было попыток после срока и на сколько опоздали
SELECT rule, CASE WHEN by_ms < 1000 THEN 1 WHEN by_ms < 60000 THEN 60 WHEN by_ms < 3600000 THEN 3600
    WHEN by_ms < 86400000 THEN 86400 END AS within_seconds,
  count(*) AS attempts, min(by_ms) AS closest_ms, max(by_ms) AS furthest_ms
FROM refusals
GROUP BY rule, CASE WHEN by_ms < 1000 THEN 1 WHEN by_ms < 60000 THEN 60 WHEN by_ms < 3600000 THEN 3600
    WHEN by_ms < 86400000 THEN 86400 END
ORDER BY rule, closest_ms

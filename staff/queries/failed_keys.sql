-- Сағат сайын қанша қате кілт жазылды | Сколько неверных ключей пробовали в каждый час
SELECT local_at, failures
FROM failed_keys
ORDER BY local_at

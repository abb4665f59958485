WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         "start" * 1000 AS "@timestamp",
         "bytes"
  FROM "awsdatacatalog"."natlens"."flow_logs"
  WHERE "year" IN ('2026')
    AND "month" IN ('03')
    AND "day" IN ('14', '15')
    AND "year" || "month" || "day" || "hour" >= '2026031400'
    AND "year" || "month" || "day" || "hour" <= '2026031500'
    AND "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "@timestamp" - "@timestamp" % 60000 AS "minute",
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "totalBytes",
         CAST(sum(CAST("bytes" AS DECIMAL(38, 0))) AS DOUBLE) / 1000000 AS "MB"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1
)
SELECT CAST(from_unixtime("minute" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "minute",
       "totalBytes",
       "MB"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "minute" NULLS LAST
LIMIT 100

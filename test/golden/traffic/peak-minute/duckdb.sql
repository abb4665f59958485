WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "start" * 1000 AS "@timestamp",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "@timestamp" - "@timestamp" % 60000 AS "minute",
         sum("bytes") AS "totalBytes",
         CAST(sum("bytes") AS DOUBLE) / 1000000 AS "MB"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1
)
SELECT make_timestamp("minute" * 1000) AS "minute",
       "totalBytes",
       "MB"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "minute" NULLS LAST
LIMIT 100

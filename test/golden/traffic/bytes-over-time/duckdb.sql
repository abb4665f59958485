WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "start" * 1000 AS "@timestamp",
         "bytes",
         "packets"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "@timestamp" - "@timestamp" % 300000 AS "time",
         sum("bytes") AS "totalBytes",
         sum("packets") AS "totalPackets",
         count(*) AS "records"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1
)
SELECT make_timestamp("time" * 1000) AS "time",
       "totalBytes",
       "totalPackets",
       "records"
FROM "totals"
ORDER BY "time" NULLS LAST
LIMIT 10000

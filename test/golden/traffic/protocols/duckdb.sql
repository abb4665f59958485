WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "protocol",
         "bytes",
         "packets"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "protocol",
         sum("bytes") AS "totalBytes",
         sum("packets") AS "totalPackets",
         count(*) AS "records"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1
)
SELECT "protocol",
       "totalBytes",
       "totalPackets",
       "records"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "protocol" NULLS LAST
LIMIT 100

WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "protocol",
         "dstport" AS "dstPort",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "protocol",
         "dstPort",
         sum("bytes") AS "totalBytes",
         count(*) AS "records"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1, 2
)
SELECT "protocol",
       "dstPort",
       "totalBytes",
       "records"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "protocol" NULLS LAST, "dstPort" NULLS LAST
LIMIT 20

WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "srcAddr",
         "dstAddr",
         sum("bytes") AS "totalBytes"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1, 2
)
SELECT "srcAddr",
       "dstAddr",
       "totalBytes"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "srcAddr" NULLS LAST, "dstAddr" NULLS LAST
LIMIT 10

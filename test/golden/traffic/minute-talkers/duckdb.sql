WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "start" * 1000 AS "@timestamp",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "bytes",
         "packets"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "@timestamp" - "@timestamp" % 60000 AS "minute",
         "srcAddr",
         "dstAddr",
         sum("bytes") AS "totalBytes",
         sum("packets") AS "totalPackets"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1, 2, 3
)
SELECT make_timestamp("minute" * 1000) AS "minute",
       "srcAddr",
       "dstAddr",
       "totalBytes",
       "totalPackets"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "minute" NULLS LAST, "srcAddr" NULLS LAST, "dstAddr" NULLS LAST
LIMIT 100

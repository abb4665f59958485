WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "dstport" AS "dstPort"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "srcAddr",
         "dstAddr",
         count(DISTINCT "dstPort") AS "ports",
         count(*) AS "attempts"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'REJECT'
  GROUP BY 1, 2
)
SELECT "srcAddr",
       "dstAddr",
       "ports",
       "attempts"
FROM "totals"
WHERE "ports" >= 20
ORDER BY "ports" DESC NULLS LAST, "attempts" DESC NULLS LAST, "srcAddr" NULLS LAST, "dstAddr" NULLS LAST
LIMIT 50

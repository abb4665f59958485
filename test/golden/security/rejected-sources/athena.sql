WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         COALESCE("srcaddr", '-') AS "srcAddr",
         COALESCE("dstaddr", '-') AS "dstAddr",
         "dstport" AS "dstPort"
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
  SELECT "srcAddr",
         count(*) AS "rejections",
         count(DISTINCT "dstAddr") AS "targets",
         count(DISTINCT "dstPort") AS "ports"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'REJECT'
  GROUP BY 1
)
SELECT "srcAddr",
       "rejections",
       "targets",
       "ports"
FROM "totals"
ORDER BY "rejections" DESC NULLS LAST, regexp_replace("srcAddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST
LIMIT 20

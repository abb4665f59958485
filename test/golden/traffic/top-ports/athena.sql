WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         "protocol",
         "dstport" AS "dstPort",
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
  SELECT "protocol",
         "dstPort",
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "totalBytes",
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

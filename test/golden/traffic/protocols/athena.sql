WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         "protocol",
         "bytes",
         "packets"
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
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "totalBytes",
         sum(CAST("packets" AS DECIMAL(38, 0))) AS "totalPackets",
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

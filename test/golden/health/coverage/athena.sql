WITH "records" AS (
  SELECT "start" * 1000 AS "@timestamp",
         COALESCE("interface_id", '-') AS "interfaceId",
         COALESCE("log_status", '-') AS "logStatus"
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
  SELECT "@timestamp" - "@timestamp" % 3600000 AS "hour",
         count(*) AS "records",
         count(DISTINCT "interfaceId") AS "interfaces",
         sum(CASE WHEN "logStatus" = 'NODATA' THEN 1 ELSE 0 END) AS "noData",
         sum(CASE WHEN "logStatus" = 'SKIPDATA' THEN 1 ELSE 0 END) AS "skipped"
  FROM "records"
  GROUP BY 1
)
SELECT CAST(from_unixtime("hour" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "hour",
       "records",
       "interfaces",
       "noData",
       "skipped"
FROM "totals"
ORDER BY "hour" NULLS LAST
LIMIT 10000

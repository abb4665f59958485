WITH "records" AS (
  SELECT "start" * 1000 AS "@timestamp",
         "interface_id" AS "interfaceId",
         "log_status" AS "logStatus"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
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
SELECT make_timestamp("hour" * 1000) AS "hour",
       "records",
       "interfaces",
       "noData",
       "skipped"
FROM "totals"
ORDER BY "hour" NULLS LAST
LIMIT 10000

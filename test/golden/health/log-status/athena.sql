WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("interface_id", '-') AS "interfaceId"
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
  SELECT "logStatus",
         "interfaceId",
         count(*) AS "records"
  FROM "records"
  GROUP BY 1, 2
)
SELECT "logStatus",
       "interfaceId",
       "records"
FROM "totals"
ORDER BY "logStatus" DESC NULLS LAST, "records" DESC NULLS LAST, regexp_replace("interfaceId", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST
LIMIT 1000

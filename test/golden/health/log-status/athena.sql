WITH "records" AS (
  SELECT "bytes",
         "packets",
         "protocol",
         "srcport" AS "srcPort",
         "dstport" AS "dstPort",
         "start" AS "startTime",
         "end" AS "endTime",
         COALESCE("log_status", '-') AS "logStatus",
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
"computed" AS (
  SELECT *,
         CASE WHEN COALESCE("bytes", 0) < 0 OR COALESCE("packets", 0) < 0 OR COALESCE("protocol", 0) < 0 OR COALESCE("protocol", 0) > 255 THEN 1 ELSE 0 END AS "wrongAmounts",
         CASE WHEN COALESCE("srcPort", 0) < 0 OR COALESCE("srcPort", 0) > 65535 OR COALESCE("dstPort", 0) < 0 OR COALESCE("dstPort", 0) > 65535 THEN 1 ELSE 0 END AS "wrongPorts",
         CASE WHEN COALESCE("startTime", 0) < 0 OR COALESCE("startTime", 0) > 99999999999 OR COALESCE("endTime", 0) < 0 OR COALESCE("endTime", 0) > 99999999999 THEN 1 ELSE 0 END AS "wrongTimes"
  FROM "records"
),
"computed_2" AS (
  SELECT *,
         CASE WHEN "wrongAmounts" + "wrongPorts" + "wrongTimes" > 0 OR CAST(COALESCE("endTime", "startTime", 0) AS DECIMAL(38, 0)) + 60 < COALESCE("startTime", 0) THEN 'impossible' ELSE "logStatus" END AS "status"
  FROM "computed"
),
"totals" AS (
  SELECT "status",
         "interfaceId",
         count(*) AS "records"
  FROM "computed_2"
  GROUP BY 1, 2
)
SELECT "status",
       "interfaceId",
       "records"
FROM "totals"
ORDER BY "status" DESC NULLS LAST, "records" DESC NULLS LAST, regexp_replace("interfaceId", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST
LIMIT 1000

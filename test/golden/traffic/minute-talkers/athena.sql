WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         "start" * 1000 AS "@timestamp",
         COALESCE("srcaddr", '-') AS "srcAddr",
         COALESCE("dstaddr", '-') AS "dstAddr",
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
  SELECT "@timestamp" - "@timestamp" % 60000 AS "minute",
         "srcAddr",
         "dstAddr",
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "totalBytes",
         sum(CAST("packets" AS DECIMAL(38, 0))) AS "totalPackets"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1, 2, 3
)
SELECT CAST(from_unixtime("minute" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "minute",
       "srcAddr",
       "dstAddr",
       "totalBytes",
       "totalPackets"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "minute" NULLS LAST, regexp_replace("srcAddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("dstAddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST
LIMIT 100

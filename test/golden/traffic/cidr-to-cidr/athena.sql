WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         "start" * 1000 AS "@timestamp",
         COALESCE("srcaddr", '-') AS "srcAddr",
         "srcport" AS "srcPort",
         COALESCE("dstaddr", '-') AS "dstAddr",
         "dstport" AS "dstPort",
         "protocol",
         COALESCE("action", '-') AS "action",
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
  SELECT "@timestamp" - "@timestamp" % 60000 AS "minute",
         "srcAddr",
         "srcPort",
         "dstAddr",
         "dstPort",
         "protocol",
         "action",
         CAST(sum(CAST("bytes" AS DECIMAL(38, 0))) AS DOUBLE) / 1000000 AS "MB"
  FROM "records"
  WHERE "logStatus" = 'OK'
  GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT CAST(from_unixtime("minute" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "minute",
       "srcAddr",
       "srcPort",
       "dstAddr",
       "dstPort",
       "protocol",
       "action",
       "MB"
FROM "totals"
ORDER BY "MB" DESC NULLS LAST, "minute" NULLS LAST, regexp_replace("srcAddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, "srcPort" NULLS LAST, regexp_replace("dstAddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, "dstPort" NULLS LAST, "protocol" NULLS LAST, "action" NULLS LAST
LIMIT 100

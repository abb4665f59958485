WITH "records" AS (
  SELECT "start" * 1000 AS "@timestamp",
         COALESCE("interface_id", '-') AS "interfaceId",
         COALESCE("srcaddr", '-') AS "srcAddr",
         "srcport" AS "srcPort",
         COALESCE("dstaddr", '-') AS "dstAddr",
         "dstport" AS "dstPort",
         "protocol",
         COALESCE("action", '-') AS "action",
         "bytes",
         "packets",
         COALESCE("log_status", '-') AS "logStatus"
  FROM "awsdatacatalog"."natlens"."flow_logs"
  WHERE "year" IN ('2026')
    AND "month" IN ('03')
    AND "day" IN ('14', '15')
    AND "year" || "month" || "day" || "hour" >= '2026031400'
    AND "year" || "month" || "day" || "hour" <= '2026031500'
    AND "start" >= 1773446400
    AND "start" < 1773532800
)
SELECT CAST(from_unixtime("@timestamp" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "@timestamp",
       "interfaceId",
       "srcAddr",
       "srcPort",
       "dstAddr",
       "dstPort",
       "protocol",
       "packets",
       "bytes",
       "action",
       "logStatus"
FROM "records"
ORDER BY "@timestamp" DESC NULLS LAST, regexp_replace("interfaceId", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("srcAddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, "srcPort" NULLS LAST, regexp_replace("dstAddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, "dstPort" NULLS LAST, "protocol" NULLS LAST, "action" NULLS LAST, "bytes" DESC NULLS LAST, "packets" DESC NULLS LAST, "logStatus" NULLS LAST
LIMIT 1000

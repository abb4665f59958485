WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         COALESCE("pkt_srcaddr", '-') AS "pktSrcAddr",
         COALESCE("pkt_dstaddr", '-') AS "pktDstAddr",
         COALESCE("srcaddr", '-') AS "srcAddr",
         COALESCE("dstaddr", '-') AS "dstAddr",
         COALESCE("flow_direction", '-') AS "flowDirection",
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
  SELECT "pktSrcAddr" AS "pkt_srcaddr",
         "pktDstAddr" AS "pkt_dstaddr",
         "srcAddr" AS "srcaddr",
         "dstAddr" AS "dstaddr",
         "flowDirection" AS "flow_direction",
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "bytes"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1, 2, 3, 4, 5
)
SELECT "pkt_srcaddr",
       "pkt_dstaddr",
       "srcaddr",
       "dstaddr",
       "flow_direction",
       "bytes"
FROM "totals"
ORDER BY "bytes" DESC NULLS LAST, regexp_replace("pkt_srcaddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("pkt_dstaddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("srcaddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("dstaddr", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, "flow_direction" NULLS LAST
LIMIT 100

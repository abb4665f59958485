WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         COALESCE("interface_id", '-') AS "interfaceId",
         COALESCE("interface_type", '-') AS "interfaceType",
         COALESCE("instance_id", '-') AS "instanceId",
         COALESCE("pkt_dstaddr", '-') AS "pktDstAddr",
         COALESCE("dstaddr", '-') AS "dstAddr",
         COALESCE("pkt_srcaddr", '-') AS "pktSrcAddr",
         COALESCE("srcaddr", '-') AS "srcAddr",
         COALESCE("resource_id", '-') AS "resourceId",
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
"computed" AS (
  SELECT *,
         CASE WHEN "interfaceId" <> '-' THEN 1 ELSE 0 END AS "proven",
         CASE WHEN contains('10.0.0.0/8', TRY_CAST("pktSrcAddr" AS IPADDRESS)) OR contains('172.16.0.0/12', TRY_CAST("pktSrcAddr" AS IPADDRESS)) OR contains('192.168.0.0/16', TRY_CAST("pktSrcAddr" AS IPADDRESS)) OR contains('100.64.0.0/10', TRY_CAST("pktSrcAddr" AS IPADDRESS)) THEN 1 ELSE 0 END AS "sourceInside",
         CASE WHEN contains('10.0.0.0/8', TRY_CAST("pktDstAddr" AS IPADDRESS)) OR contains('172.16.0.0/12', TRY_CAST("pktDstAddr" AS IPADDRESS)) OR contains('192.168.0.0/16', TRY_CAST("pktDstAddr" AS IPADDRESS)) OR contains('100.64.0.0/10', TRY_CAST("pktDstAddr" AS IPADDRESS)) THEN 1 ELSE 0 END AS "destinationInside",
         CASE WHEN "pktDstAddr" <> "dstAddr" OR regexp_like("pktDstAddr", '^64:ff9b::') THEN 1 ELSE 0 END AS "up",
         CASE WHEN "pktSrcAddr" <> "srcAddr" OR regexp_like("pktSrcAddr", '^64:ff9b::') THEN 1 ELSE 0 END AS "down"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
    AND ("interfaceId" = '-' OR "interfaceType" = 'nat_gateway')
    AND "instanceId" = '-'
    AND ("interfaceId" = '-' OR "pktDstAddr" <> "dstAddr" OR "pktSrcAddr" <> "srcAddr" OR regexp_like("pktDstAddr", '^64:ff9b::') OR regexp_like("pktSrcAddr", '^64:ff9b::'))
),
"computed_2" AS (
  SELECT *,
         CASE WHEN "interfaceId" = '-' THEN "sourceInside" ELSE "up" END AS "upload"
  FROM "computed"
  WHERE "interfaceId" = '-' OR ("proven" = 1 AND "up" <> "down") OR ("proven" = 0 AND (("pktDstAddr" <> "dstAddr" AND "pktSrcAddr" = "srcAddr") OR ("pktDstAddr" = "dstAddr" AND "pktSrcAddr" <> "srcAddr")))
),
"computed_3" AS (
  SELECT *,
         CASE WHEN "sourceInside" = "destinationInside" THEN "proven" ELSE CASE WHEN "proven" = 0 OR "sourceInside" = "upload" THEN 1 ELSE 0 END END AS "counted"
  FROM "computed_2"
),
"computed_4" AS (
  SELECT *,
         CASE WHEN "counted" = 1 AND "interfaceId" <> '-' THEN 'counted' ELSE CASE WHEN "proven" = 1 THEN 'only the far end is inside' ELSE CASE WHEN "sourceInside" = 1 AND "destinationInside" = 1 THEN 'both ends are inside' ELSE 'no end is inside' END END END AS "reason"
  FROM "computed_3"
),
"totals" AS (
  SELECT CASE WHEN "interfaceId" = '-' THEN "resourceId" ELSE "interfaceId" END AS "gateway",
         "reason",
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "bytes",
         sum("counted") AS "countedRecords"
  FROM "computed_4"
  GROUP BY 1, 2
)
SELECT "gateway",
       "reason",
       "bytes"
FROM "totals"
WHERE "countedRecords" = 0
ORDER BY "bytes" DESC NULLS LAST, regexp_replace("gateway", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, "reason" NULLS LAST
LIMIT 1000

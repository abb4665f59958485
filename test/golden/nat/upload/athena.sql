WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         COALESCE("interface_id", '-') AS "interfaceId",
         COALESCE("instance_id", '-') AS "instanceId",
         COALESCE("pkt_dstaddr", '-') AS "pktDstAddr",
         COALESCE("dstaddr", '-') AS "dstAddr",
         COALESCE("pkt_srcaddr", '-') AS "pktSrcAddr",
         COALESCE("srcaddr", '-') AS "srcAddr",
         COALESCE("pkt_dst_aws_service", '-') AS "pktDstAwsService",
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
         CASE WHEN "interfaceId" <> '-' AND "interfaceId" IN ('') THEN 1 ELSE 0 END AS "proven",
         CASE WHEN contains('10.0.0.0/8', TRY_CAST("pktSrcAddr" AS IPADDRESS)) OR contains('172.16.0.0/12', TRY_CAST("pktSrcAddr" AS IPADDRESS)) OR contains('192.168.0.0/16', TRY_CAST("pktSrcAddr" AS IPADDRESS)) OR contains('100.64.0.0/10', TRY_CAST("pktSrcAddr" AS IPADDRESS)) THEN 1 ELSE 0 END AS "sourceInside",
         CASE WHEN contains('10.0.0.0/8', TRY_CAST("pktDstAddr" AS IPADDRESS)) OR contains('172.16.0.0/12', TRY_CAST("pktDstAddr" AS IPADDRESS)) OR contains('192.168.0.0/16', TRY_CAST("pktDstAddr" AS IPADDRESS)) OR contains('100.64.0.0/10', TRY_CAST("pktDstAddr" AS IPADDRESS)) THEN 1 ELSE 0 END AS "destinationInside",
         CASE WHEN "pktDstAddr" <> "dstAddr" OR regexp_like("pktDstAddr", '^64:ff9b::') THEN 1 ELSE 0 END AS "up",
         CASE WHEN "pktSrcAddr" <> "srcAddr" OR regexp_like("pktSrcAddr", '^64:ff9b::') THEN 1 ELSE 0 END AS "down"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
    AND "instanceId" = '-'
    AND ("interfaceId" = '-' OR "pktDstAddr" <> "dstAddr" OR "pktSrcAddr" <> "srcAddr" OR regexp_like("pktDstAddr", '^64:ff9b::') OR regexp_like("pktSrcAddr", '^64:ff9b::'))
),
"computed_2" AS (
  SELECT *,
         CASE WHEN "proven" = 1 THEN "up" ELSE "sourceInside" END AS "upload"
  FROM "computed"
),
"totals" AS (
  SELECT "interfaceId" AS "natGateway",
         "pktSrcAddr" AS "privateAddress",
         "pktDstAddr" AS "publicAddress",
         "pktDstAwsService" AS "awsService",
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "uploadBytes"
  FROM "computed_2"
  WHERE (("proven" = 1 AND "up" <> "down" AND ("sourceInside" = "destinationInside" OR "sourceInside" = "upload")) OR ("proven" = 0 AND "sourceInside" <> "destinationInside" AND ("interfaceId" = '-' OR ("upload" = 1 AND "pktDstAddr" <> "dstAddr") OR ("upload" = 0 AND "pktSrcAddr" <> "srcAddr"))))
    AND "upload" = 1
  GROUP BY 1, 2, 3, 4
)
SELECT "natGateway",
       "privateAddress",
       "publicAddress",
       "awsService",
       "uploadBytes"
FROM "totals"
ORDER BY "uploadBytes" DESC NULLS LAST, regexp_replace("natGateway", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("privateAddress", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("publicAddress", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("awsService", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST
LIMIT 100

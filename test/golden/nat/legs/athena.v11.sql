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
         "start" * 1000 AS "@timestamp",
         COALESCE("resource_id", '-') AS "resourceId",
         COALESCE("pkt_src_aws_service", '-') AS "pktSrcAwsService",
         COALESCE("pkt_dst_aws_service", '-') AS "pktDstAwsService",
         "dstport" AS "dstPort",
         "srcport" AS "srcPort",
         "protocol",
         "bytes",
         "packets",
         COALESCE("account_id", '-') AS "accountId",
         COALESCE("region", '-') AS "region"
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
         CASE WHEN "proven" = 1 THEN "up" ELSE "sourceInside" END AS "upload"
  FROM "computed"
),
"computed_3" AS (
  SELECT *,
         "@timestamp" AS "time",
         "@timestamp" - "@timestamp" % 300000 AS "slotStart",
         CAST("@timestamp" - "@timestamp" % 300000 + 300000 AS BIGINT) AS "slotEnd",
         CASE WHEN "interfaceId" = '-' THEN "resourceId" ELSE "interfaceId" END AS "natGateway",
         CASE WHEN "upload" = 1 THEN CASE WHEN "dstAddr" = "pktDstAddr" THEN '-' ELSE "dstAddr" END ELSE CASE WHEN "srcAddr" = "pktSrcAddr" THEN '-' ELSE "srcAddr" END END AS "natAddress",
         CASE WHEN "upload" = 1 THEN 'upload' ELSE 'download' END AS "direction",
         CASE WHEN "upload" = 1 THEN "pktSrcAddr" ELSE "pktDstAddr" END AS "privateAddress",
         CASE WHEN "upload" = 1 THEN "pktDstAddr" ELSE "pktSrcAddr" END AS "publicAddress",
         CASE WHEN "upload" = 1 THEN "pktDstAwsService" ELSE "pktSrcAwsService" END AS "awsService",
         CASE WHEN "upload" = 1 THEN "srcPort" ELSE "dstPort" END AS "privatePort",
         CASE WHEN "upload" = 1 THEN "dstPort" ELSE "srcPort" END AS "publicPort"
  FROM "computed_2"
  WHERE ("proven" = 1 AND "up" <> "down" AND ("sourceInside" = "destinationInside" OR "sourceInside" = "upload")) OR ("proven" = 0 AND "sourceInside" <> "destinationInside" AND ("interfaceId" = '-' OR ("upload" = 1 AND "pktDstAddr" <> "dstAddr") OR ("upload" = 0 AND "pktSrcAddr" <> "srcAddr")))
)
SELECT CAST(from_unixtime("time" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "time",
       CAST(from_unixtime("slotStart" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "slotStart",
       CAST(from_unixtime("slotEnd" / 1e3, 'UTC') AS TIMESTAMP(3)) AS "slotEnd",
       "accountId",
       "region",
       "natGateway",
       "natAddress",
       "direction",
       "privateAddress",
       "privatePort",
       "publicAddress",
       "publicPort",
       "awsService",
       "protocol",
       "packets",
       "bytes"
FROM "computed_3"
ORDER BY "@timestamp" NULLS LAST, regexp_replace("natGateway", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("privateAddress", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("publicAddress", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, "direction" NULLS LAST, "privatePort" NULLS LAST, "publicPort" NULLS LAST, "protocol" NULLS LAST, "bytes" NULLS LAST, "packets" NULLS LAST, "time" NULLS LAST, "slotStart" NULLS LAST, "slotEnd" NULLS LAST, "accountId" NULLS LAST, "region" NULLS LAST, "natAddress" NULLS LAST, "awsService" NULLS LAST

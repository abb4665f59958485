WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "interface_id" AS "interfaceId",
         "instance_id" AS "instanceId",
         "pkt_dstaddr" AS "pktDstAddr",
         "dstaddr" AS "dstAddr",
         "pkt_srcaddr" AS "pktSrcAddr",
         "srcaddr" AS "srcAddr",
         "start" * 1000 AS "@timestamp",
         "pkt_src_aws_service" AS "pktSrcAwsService",
         "pkt_dst_aws_service" AS "pktDstAwsService",
         "dstport" AS "dstPort",
         "srcport" AS "srcPort",
         "protocol",
         "bytes",
         "packets",
         "account_id" AS "accountId",
         "region"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"computed" AS (
  SELECT *,
         CASE WHEN "interfaceId" <> '-' AND "interfaceId" IN ('') THEN 1 ELSE 0 END AS "proven",
         CASE WHEN ("pktSrcAddr" >= '10.' AND "pktSrcAddr" < '10/') OR ("pktSrcAddr" >= '172.' AND "pktSrcAddr" < '172/' AND regexp_matches("pktSrcAddr", '^172\.(?:1[6-9]|2[0-9]|3[0-1])\.')) OR ("pktSrcAddr" >= '192.168.' AND "pktSrcAddr" < '192.168/') OR ("pktSrcAddr" >= '100.' AND "pktSrcAddr" < '100/' AND regexp_matches("pktSrcAddr", '^100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.')) THEN 1 ELSE 0 END AS "sourceInside",
         CASE WHEN ("pktDstAddr" >= '10.' AND "pktDstAddr" < '10/') OR ("pktDstAddr" >= '172.' AND "pktDstAddr" < '172/' AND regexp_matches("pktDstAddr", '^172\.(?:1[6-9]|2[0-9]|3[0-1])\.')) OR ("pktDstAddr" >= '192.168.' AND "pktDstAddr" < '192.168/') OR ("pktDstAddr" >= '100.' AND "pktDstAddr" < '100/' AND regexp_matches("pktDstAddr", '^100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.')) THEN 1 ELSE 0 END AS "destinationInside",
         CASE WHEN "pktDstAddr" <> "dstAddr" OR regexp_matches("pktDstAddr", '^64:ff9b::') THEN 1 ELSE 0 END AS "up",
         CASE WHEN "pktSrcAddr" <> "srcAddr" OR regexp_matches("pktSrcAddr", '^64:ff9b::') THEN 1 ELSE 0 END AS "down"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
    AND "instanceId" = '-'
    AND ("interfaceId" = '-' OR "pktDstAddr" <> "dstAddr" OR "pktSrcAddr" <> "srcAddr" OR regexp_matches("pktDstAddr", '^64:ff9b::') OR regexp_matches("pktSrcAddr", '^64:ff9b::'))
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
         "interfaceId" AS "natGateway",
         CASE WHEN "upload" = 1 THEN CASE WHEN "dstAddr" = "pktDstAddr" THEN '-' ELSE "dstAddr" END ELSE CASE WHEN "srcAddr" = "pktSrcAddr" THEN '-' ELSE "srcAddr" END END AS "natAddress",
         CASE WHEN "upload" = 1 THEN 'upload' ELSE 'download' END AS "direction",
         CASE WHEN "upload" = 1 THEN "pktSrcAddr" ELSE "pktDstAddr" END AS "privateAddress",
         CASE WHEN "upload" = 1 THEN "pktDstAddr" ELSE "pktSrcAddr" END AS "publicAddress",
         CASE WHEN "upload" = 1 THEN "pktDstAwsService" ELSE "pktSrcAwsService" END AS "awsService",
         CASE WHEN "upload" = 1 THEN "srcPort" ELSE "dstPort" END AS "privatePort",
         CASE WHEN "upload" = 1 THEN "dstPort" ELSE "srcPort" END AS "publicPort"
  FROM "computed_2"
  WHERE ("proven" = 1 AND "up" <> "down" AND ("sourceInside" = "destinationInside" OR "sourceInside" = "upload")) OR ("proven" = 0 AND "sourceInside" <> "destinationInside" AND ("interfaceId" = '-' OR ("upload" = 1 AND "pktDstAddr" <> "dstAddr") OR ("upload" = 0 AND "pktSrcAddr" <> "srcAddr")))
),
"keyed" AS (
  SELECT *
  FROM "computed_3"
  LEFT JOIN (SELECT "natGateway", array_to_string(list_transform(regexp_extract_all("natGateway", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') AS "#natural natGateway"
             FROM (SELECT DISTINCT "natGateway" FROM "computed_3")) USING ("natGateway")
),
"keyed_2" AS (
  SELECT *
  FROM "keyed"
  LEFT JOIN (SELECT "privateAddress", array_to_string(list_transform(regexp_extract_all("privateAddress", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') AS "#natural privateAddress"
             FROM (SELECT DISTINCT "privateAddress" FROM "keyed")) USING ("privateAddress")
),
"keyed_3" AS (
  SELECT *
  FROM "keyed_2"
  LEFT JOIN (SELECT "publicAddress", array_to_string(list_transform(regexp_extract_all("publicAddress", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') AS "#natural publicAddress"
             FROM (SELECT DISTINCT "publicAddress" FROM "keyed_2")) USING ("publicAddress")
)
SELECT make_timestamp("time" * 1000) AS "time",
       make_timestamp("slotStart" * 1000) AS "slotStart",
       make_timestamp("slotEnd" * 1000) AS "slotEnd",
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
FROM "keyed_3"
ORDER BY "@timestamp" NULLS LAST, "#natural natGateway" NULLS LAST, "#natural privateAddress" NULLS LAST, "#natural publicAddress" NULLS LAST, "direction" NULLS LAST, "privatePort" NULLS LAST, "publicPort" NULLS LAST, "protocol" NULLS LAST, "bytes" NULLS LAST, "packets" NULLS LAST, "time" NULLS LAST, "slotStart" NULLS LAST, "slotEnd" NULLS LAST, "accountId" NULLS LAST, "region" NULLS LAST, "natAddress" NULLS LAST, "awsService" NULLS LAST

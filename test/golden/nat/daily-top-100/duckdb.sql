WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "interface_id" AS "interfaceId",
         "instance_id" AS "instanceId",
         "pkt_dstaddr" AS "pktDstAddr",
         "dstaddr" AS "dstAddr",
         "pkt_srcaddr" AS "pktSrcAddr",
         "srcaddr" AS "srcAddr",
         "pkt_src_aws_service" AS "pktSrcAwsService",
         "pkt_dst_aws_service" AS "pktDstAwsService",
         "bytes"
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
"totals" AS (
  SELECT "interfaceId" AS "natGateway",
         CASE WHEN "upload" = 1 THEN "pktSrcAddr" ELSE "pktDstAddr" END AS "privateAddress",
         CASE WHEN "upload" = 1 THEN "pktDstAddr" ELSE "pktSrcAddr" END AS "publicAddress",
         CASE WHEN "upload" = 1 THEN "pktDstAwsService" ELSE "pktSrcAwsService" END AS "awsService",
         sum("bytes" * "upload") AS "uploadBytes",
         sum("bytes" * (1 - "upload")) AS "downloadBytes",
         sum("bytes") AS "totalBytes"
  FROM "computed_2"
  WHERE ("proven" = 1 AND "up" <> "down" AND ("sourceInside" = "destinationInside" OR "sourceInside" = "upload")) OR ("proven" = 0 AND "sourceInside" <> "destinationInside" AND ("interfaceId" = '-' OR ("upload" = 1 AND "pktDstAddr" <> "dstAddr") OR ("upload" = 0 AND "pktSrcAddr" <> "srcAddr")))
  GROUP BY 1, 2, 3, 4
)
SELECT "natGateway",
       "privateAddress",
       "publicAddress",
       "awsService",
       "uploadBytes",
       "downloadBytes",
       "totalBytes"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("natGateway", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("privateAddress", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("publicAddress", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("awsService", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 100

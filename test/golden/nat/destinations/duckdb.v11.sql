WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "interface_id" AS "interfaceId",
         "interface_type" AS "interfaceType",
         "instance_id" AS "instanceId",
         "pkt_srcaddr" AS "pktSrcAddr",
         "pkt_dstaddr" AS "pktDstAddr",
         "dstaddr" AS "dstAddr",
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
         CASE WHEN ("pktSrcAddr" >= '10.' AND "pktSrcAddr" < '10/') OR ("pktSrcAddr" >= '172.' AND "pktSrcAddr" < '172/' AND regexp_matches("pktSrcAddr", '^172\.(?:1[6-9]|2[0-9]|3[0-1])\.')) OR ("pktSrcAddr" >= '192.168.' AND "pktSrcAddr" < '192.168/') OR ("pktSrcAddr" >= '100.' AND "pktSrcAddr" < '100/' AND regexp_matches("pktSrcAddr", '^100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.')) THEN 1 ELSE 0 END AS "upload"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
    AND ("interfaceId" = '-' OR "interfaceType" = 'nat_gateway')
    AND "instanceId" = '-'
),
"totals" AS (
  SELECT CASE WHEN "upload" = 1 THEN "pktDstAddr" ELSE "pktSrcAddr" END AS "publicAddress",
         CASE WHEN "upload" = 1 THEN "pktDstAwsService" ELSE "pktSrcAwsService" END AS "awsService",
         sum("bytes" * "upload") AS "uploadBytes",
         sum("bytes" * (1 - "upload")) AS "downloadBytes",
         sum("bytes") AS "totalBytes",
         count(DISTINCT CASE WHEN "upload" = 1 THEN "pktSrcAddr" ELSE "pktDstAddr" END) AS "talkers"
  FROM "computed"
  WHERE "upload" <> CASE WHEN ("pktDstAddr" >= '10.' AND "pktDstAddr" < '10/') OR ("pktDstAddr" >= '172.' AND "pktDstAddr" < '172/' AND regexp_matches("pktDstAddr", '^172\.(?:1[6-9]|2[0-9]|3[0-1])\.')) OR ("pktDstAddr" >= '192.168.' AND "pktDstAddr" < '192.168/') OR ("pktDstAddr" >= '100.' AND "pktDstAddr" < '100/' AND regexp_matches("pktDstAddr", '^100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.')) THEN 1 ELSE 0 END
    AND ("interfaceId" = '-' OR ("pktDstAddr" <> "dstAddr" AND "upload" = 1) OR ("pktSrcAddr" <> "srcAddr" AND "upload" = 0))
  GROUP BY 1, 2
)
SELECT "publicAddress",
       "awsService",
       "uploadBytes",
       "downloadBytes",
       "totalBytes",
       "talkers"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("publicAddress", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("awsService", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 100

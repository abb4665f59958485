WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "interface_id" AS "interfaceId",
         "instance_id" AS "instanceId",
         "pkt_srcaddr" AS "pktSrcAddr",
         "pkt_dstaddr" AS "pktDstAddr",
         "dstaddr" AS "dstAddr",
         "srcaddr" AS "srcAddr",
         "pkt_dst_aws_service" AS "pktDstAwsService",
         "pkt_src_aws_service" AS "pktSrcAwsService",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"computed" AS (
  SELECT *,
         CASE WHEN regexp_matches("pktSrcAddr", '^(?:10\.|172\.(?:1[6-9]|2[0-9]|3[0-1])\.|192\.168\.|100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.)') THEN 1 ELSE 0 END AS "upload"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
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
  WHERE "upload" <> (CASE WHEN regexp_matches("pktDstAddr", '^(?:10\.|172\.(?:1[6-9]|2[0-9]|3[0-1])\.|192\.168\.|100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.)') THEN 1 ELSE 0 END)
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
ORDER BY "totalBytes" DESC NULLS LAST, "publicAddress" NULLS LAST, "awsService" NULLS LAST
LIMIT 100

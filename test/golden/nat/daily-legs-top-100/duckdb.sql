WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "pkt_srcaddr" AS "pktSrcAddr",
         "pkt_dstaddr" AS "pktDstAddr",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "flow_direction" AS "flowDirection",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "pktSrcAddr" AS "pkt_srcaddr",
         "pktDstAddr" AS "pkt_dstaddr",
         "srcAddr" AS "srcaddr",
         "dstAddr" AS "dstaddr",
         "flowDirection" AS "flow_direction",
         sum("bytes") AS "bytes"
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
ORDER BY "bytes" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("pkt_srcaddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("pkt_dstaddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("srcaddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("dstaddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, "flow_direction" NULLS LAST
LIMIT 100

WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "start" * 1000 AS "@timestamp",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "bytes",
         "packets"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "@timestamp" - "@timestamp" % 60000 AS "minute",
         "srcAddr",
         "dstAddr",
         sum("bytes") AS "totalBytes",
         sum("packets") AS "totalPackets"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1, 2, 3
)
SELECT make_timestamp("minute" * 1000) AS "minute",
       "srcAddr",
       "dstAddr",
       "totalBytes",
       "totalPackets"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, "minute" NULLS LAST, array_to_string(list_transform(regexp_extract_all("srcAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("dstAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 100

WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "srcAddr",
         "dstAddr",
         sum("bytes") AS "totalBytes"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
  GROUP BY 1, 2
)
SELECT "srcAddr",
       "dstAddr",
       "totalBytes"
FROM "totals"
ORDER BY "totalBytes" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("srcAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("dstAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 10

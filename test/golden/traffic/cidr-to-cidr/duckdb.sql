WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "start" * 1000 AS "@timestamp",
         "srcaddr" AS "srcAddr",
         "srcport" AS "srcPort",
         "dstaddr" AS "dstAddr",
         "dstport" AS "dstPort",
         "protocol",
         "action",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "@timestamp" - "@timestamp" % 60000 AS "minute",
         "srcAddr",
         "srcPort",
         "dstAddr",
         "dstPort",
         "protocol",
         "action",
         CAST(sum("bytes") AS DOUBLE) / 1000000 AS "MB"
  FROM "records"
  WHERE "logStatus" = 'OK'
  GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT make_timestamp("minute" * 1000) AS "minute",
       "srcAddr",
       "srcPort",
       "dstAddr",
       "dstPort",
       "protocol",
       "action",
       "MB"
FROM "totals"
ORDER BY "MB" DESC NULLS LAST, "minute" NULLS LAST, array_to_string(list_transform(regexp_extract_all("srcAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, "srcPort" NULLS LAST, array_to_string(list_transform(regexp_extract_all("dstAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, "dstPort" NULLS LAST, "protocol" NULLS LAST, "action" NULLS LAST
LIMIT 100

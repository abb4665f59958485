WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "dstport" AS "dstPort"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "srcAddr",
         count(*) AS "rejections",
         count(DISTINCT "dstAddr") AS "targets",
         count(DISTINCT "dstPort") AS "ports"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'REJECT'
  GROUP BY 1
)
SELECT "srcAddr",
       "rejections",
       "targets",
       "ports"
FROM "totals"
ORDER BY "rejections" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("srcAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 20

WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "interface_id" AS "interfaceId"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "logStatus",
         "interfaceId",
         count(*) AS "records"
  FROM "records"
  GROUP BY 1, 2
)
SELECT "logStatus",
       "interfaceId",
       "records"
FROM "totals"
ORDER BY "logStatus" DESC NULLS LAST, "records" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("interfaceId", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 1000

WITH "records" AS (
  SELECT "bytes",
         "packets",
         "protocol",
         "srcport" AS "srcPort",
         "dstport" AS "dstPort",
         "start" AS "startTime",
         "end" AS "endTime",
         "log_status" AS "logStatus",
         "interface_id" AS "interfaceId"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"computed" AS (
  SELECT *,
         CASE WHEN COALESCE("bytes", 0) < 0 OR COALESCE("packets", 0) < 0 OR COALESCE("protocol", 0) < 0 OR COALESCE("protocol", 0) > 255 THEN 1 ELSE 0 END AS "wrongAmounts",
         CASE WHEN COALESCE("srcPort", 0) < 0 OR COALESCE("srcPort", 0) > 65535 OR COALESCE("dstPort", 0) < 0 OR COALESCE("dstPort", 0) > 65535 THEN 1 ELSE 0 END AS "wrongPorts",
         CASE WHEN COALESCE("startTime", 0) < 0 OR COALESCE("startTime", 0) > 99999999999 OR COALESCE("endTime", 0) < 0 OR COALESCE("endTime", 0) > 99999999999 THEN 1 ELSE 0 END AS "wrongTimes"
  FROM "records"
),
"computed_2" AS (
  SELECT *,
         CASE WHEN "wrongAmounts" + "wrongPorts" + "wrongTimes" > 0 OR CAST(COALESCE("endTime", "startTime", 0) AS HUGEINT) + 60 < COALESCE("startTime", 0) THEN 'impossible' ELSE "logStatus" END AS "status"
  FROM "computed"
),
"totals" AS (
  SELECT "status",
         "interfaceId",
         count(*) AS "records"
  FROM "computed_2"
  GROUP BY 1, 2
)
SELECT "status",
       "interfaceId",
       "records"
FROM "totals"
ORDER BY "status" DESC NULLS LAST, "records" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("interfaceId", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 1000

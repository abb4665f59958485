WITH "records" AS (
  SELECT "start" * 1000 AS "@timestamp",
         "interface_id" AS "interfaceId",
         "srcaddr" AS "srcAddr",
         "srcport" AS "srcPort",
         "dstaddr" AS "dstAddr",
         "dstport" AS "dstPort",
         "protocol",
         "action",
         "bytes",
         "packets",
         "log_status" AS "logStatus"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"keyed" AS (
  SELECT *
  FROM "records"
  LEFT JOIN (SELECT "interfaceId", array_to_string(list_transform(regexp_extract_all("interfaceId", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') AS "#natural interfaceId"
             FROM (SELECT DISTINCT "interfaceId" FROM "records")) USING ("interfaceId")
),
"keyed_2" AS (
  SELECT *
  FROM "keyed"
  LEFT JOIN (SELECT "srcAddr", array_to_string(list_transform(regexp_extract_all("srcAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') AS "#natural srcAddr"
             FROM (SELECT DISTINCT "srcAddr" FROM "keyed")) USING ("srcAddr")
),
"keyed_3" AS (
  SELECT *
  FROM "keyed_2"
  LEFT JOIN (SELECT "dstAddr", array_to_string(list_transform(regexp_extract_all("dstAddr", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') AS "#natural dstAddr"
             FROM (SELECT DISTINCT "dstAddr" FROM "keyed_2")) USING ("dstAddr")
)
SELECT make_timestamp("@timestamp" * 1000) AS "@timestamp",
       "interfaceId",
       "srcAddr",
       "srcPort",
       "dstAddr",
       "dstPort",
       "protocol",
       "packets",
       "bytes",
       "action",
       "logStatus"
FROM "keyed_3"
ORDER BY "@timestamp" DESC NULLS LAST, "#natural interfaceId" NULLS LAST, "#natural srcAddr" NULLS LAST, "srcPort" NULLS LAST, "#natural dstAddr" NULLS LAST, "dstPort" NULLS LAST, "protocol" NULLS LAST, "action" NULLS LAST, "bytes" DESC NULLS LAST, "packets" DESC NULLS LAST, "logStatus" NULLS LAST
LIMIT 1000

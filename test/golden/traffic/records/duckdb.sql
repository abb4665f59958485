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
FROM "records"
ORDER BY "@timestamp" DESC NULLS LAST, "interfaceId" NULLS LAST, "srcAddr" NULLS LAST, "srcPort" NULLS LAST, "dstAddr" NULLS LAST, "dstPort" NULLS LAST, "protocol" NULLS LAST, "action" NULLS LAST, "bytes" DESC NULLS LAST, "packets" DESC NULLS LAST, "logStatus" NULLS LAST
LIMIT 1000

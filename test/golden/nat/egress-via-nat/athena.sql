WITH "records" AS (
  SELECT COALESCE("log_status", '-') AS "logStatus",
         COALESCE("action", '-') AS "action",
         COALESCE("interface_id", '-') AS "interfaceId",
         COALESCE("srcaddr", '-') AS "srcAddr",
         COALESCE("dstaddr", '-') AS "dstAddr",
         "bytes"
  FROM "awsdatacatalog"."natlens"."flow_logs"
  WHERE "year" IN ('2026')
    AND "month" IN ('03')
    AND "day" IN ('14', '15')
    AND "year" || "month" || "day" || "hour" >= '2026031400'
    AND "year" || "month" || "day" || "hour" <= '2026031500'
    AND "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "srcAddr" AS "privateAddress",
         "dstAddr" AS "publicAddress",
         sum(CAST("bytes" AS DECIMAL(38, 0))) AS "uploadBytes"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
    AND "interfaceId" <> '-' AND "srcAddr" NOT IN ('10.0.0.220')
    AND (contains('10.0.0.0/8', TRY_CAST("srcAddr" AS IPADDRESS)) OR contains('172.16.0.0/12', TRY_CAST("srcAddr" AS IPADDRESS)) OR contains('192.168.0.0/16', TRY_CAST("srcAddr" AS IPADDRESS)) OR contains('100.64.0.0/10', TRY_CAST("srcAddr" AS IPADDRESS))) AND NOT COALESCE(contains('10.0.0.0/8', TRY_CAST("dstAddr" AS IPADDRESS)) OR contains('172.16.0.0/12', TRY_CAST("dstAddr" AS IPADDRESS)) OR contains('192.168.0.0/16', TRY_CAST("dstAddr" AS IPADDRESS)) OR contains('100.64.0.0/10', TRY_CAST("dstAddr" AS IPADDRESS)), FALSE)
  GROUP BY 1, 2
)
SELECT "privateAddress",
       "publicAddress",
       "uploadBytes"
FROM "totals"
ORDER BY "uploadBytes" DESC NULLS LAST, regexp_replace("privateAddress", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST, regexp_replace("publicAddress", '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1]) NULLS LAST
LIMIT 100

WITH "records" AS (
  SELECT "log_status" AS "logStatus",
         "action",
         "interface_id" AS "interfaceId",
         "srcaddr" AS "srcAddr",
         "dstaddr" AS "dstAddr",
         "bytes"
  FROM "flow_logs"
  WHERE "start" >= 1773446400
    AND "start" < 1773532800
),
"totals" AS (
  SELECT "srcAddr" AS "privateAddress",
         "dstAddr" AS "publicAddress",
         sum("bytes") AS "uploadBytes"
  FROM "records"
  WHERE "logStatus" = 'OK' AND "action" = 'ACCEPT'
    AND "interfaceId" <> '-' AND "srcAddr" NOT IN ('10.0.0.220')
    AND (("srcAddr" >= '10.' AND "srcAddr" < '10/') OR ("srcAddr" >= '172.' AND "srcAddr" < '172/' AND regexp_matches("srcAddr", '^172\.(?:1[6-9]|2[0-9]|3[0-1])\.')) OR ("srcAddr" >= '192.168.' AND "srcAddr" < '192.168/') OR ("srcAddr" >= '100.' AND "srcAddr" < '100/' AND regexp_matches("srcAddr", '^100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.'))) AND NOT COALESCE(("dstAddr" >= '10.' AND "dstAddr" < '10/') OR ("dstAddr" >= '172.' AND "dstAddr" < '172/' AND regexp_matches("dstAddr", '^172\.(?:1[6-9]|2[0-9]|3[0-1])\.')) OR ("dstAddr" >= '192.168.' AND "dstAddr" < '192.168/') OR ("dstAddr" >= '100.' AND "dstAddr" < '100/' AND regexp_matches("dstAddr", '^100\.(?:6[4-9]|7[0-9]|8[0-9]|9[0-9]|10[0-9]|11[0-9]|12[0-7])\.')), FALSE)
  GROUP BY 1, 2
)
SELECT "privateAddress",
       "publicAddress",
       "uploadBytes"
FROM "totals"
ORDER BY "uploadBytes" DESC NULLS LAST, array_to_string(list_transform(regexp_extract_all("privateAddress", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST, array_to_string(list_transform(regexp_extract_all("publicAddress", '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '') NULLS LAST
LIMIT 100

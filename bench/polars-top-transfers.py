# traffic/top-transfers with polars' streaming engine; the argument is a file with one path a line.
import sys

import polars as pl

with open(sys.argv[1]) as file:
    paths = file.read().splitlines()
INTEGERS = {"version", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end", "tcp-flags", "traffic-path"}
header = pl.scan_csv(paths[0], separator=" ").collect_schema().names()
schema = {name: pl.Int64 if name in INTEGERS else pl.String for name in header}
rows = (
    pl.scan_csv(paths, separator=" ", schema=schema, null_values="-", quote_char=None)
    .filter((pl.col("log-status") == "OK") & (pl.col("action") == "ACCEPT"))
    .group_by("srcaddr", "dstaddr")
    .agg(pl.col("bytes").sum())
    .sort(["bytes", "srcaddr", "dstaddr"], descending=[True, False, False])
    .head(10)
    .collect(engine="streaming")
)
print(rows.rows())

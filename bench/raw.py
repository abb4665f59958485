# The same as raw.mjs with DuckDB's package for Python.
import sys

import duckdb

with open(sys.argv[1]) as file:
    rows = duckdb.connect().execute(file.read()).fetchall()
for row in rows:
    print(*row, sep="\t")

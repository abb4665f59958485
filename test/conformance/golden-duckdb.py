# Runs each `name.sql` of a folder over the Parquet files of another, and writes `name.csv` beside it.
import pathlib
import sys

import duckdb

queries, parquet = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
connection.execute(f"CREATE VIEW flow_logs AS SELECT * FROM read_parquet('{parquet}')")
for path in sorted(pathlib.Path(queries).glob("*.sql")):
    try:
        connection.execute(f"COPY ({path.read_text()}) TO '{path.with_suffix('.csv')}' (HEADER)")
    except duckdb.Error as error:
        print(f"{path.stem}: {error}")
print(duckdb.__version__)

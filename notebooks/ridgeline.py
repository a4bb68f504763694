"""Runs of Ridgeline as tables for DuckDB and pandas.

    from ridgeline import Run
    run = Run("quickstart")
    frame = run.sql("SELECT status, count(*) AS cells FROM cells GROUP BY status")

DuckDB is its Python module where that is installed. Else it is the JDBC driver that the build of
Ridgeline brings, in a JVM inside this process, through JPype.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pandas

ROOT = Path(__file__).resolve().parent.parent

# Where runs are. The variable names another folder.
RUNS = Path(os.environ.get("RIDGELINE_RUNS", ROOT / "runs"))

# Names the driver's jar in the local Maven repository. Every build writes this file.
DRIVER_FILE = ROOT / "jobs/spark/target/duckdb-classpath.txt"

# Debian keeps JPype's own classes here, apart from its Python module.
DEBIAN_JPYPE_JAR = Path("/usr/share/java/org.jpype.jar")

NULL = r"\N"


class Missing(Exception):
    """Something is not here. The message says how to get it."""


class Run:
    """The tables of a run, or of checks, by name."""

    def __init__(self, name):
        self.folder = RUNS / name
        if not (self.folder / "run.json").exists():
            raise Missing(f"{self.folder} is no complete run. This makes it:  {_command(name)}")
        self.about = json.loads((self.folder / "run.json").read_text())
        self._duckdb = DuckDb()
        for table in sorted(file.parent for file in self.folder.glob("*/*.parquet")):
            self._duckdb.run(
                f"CREATE OR REPLACE VIEW {table.name} AS SELECT * FROM '{table}/*.parquet'"
            )

    def sql(self, query):
        """The answer to a query, as a DataFrame."""
        return self._duckdb.sql(query)

    def meaning(self, *names):
        """Unit and meaning of columns, from the run itself."""
        listed = ", ".join(f"'{name}'" for name in names)
        return self.sql(
            "SELECT table_name, column_name, unit, comment FROM columns"
            f" WHERE column_name IN ({listed}) ORDER BY ALL"
        )


class DuckDb:
    """An empty database in memory, which reads Parquet files."""

    def __init__(self):
        try:
            import duckdb
        except ModuleNotFoundError:
            self._module = None
            self._statement = _jdbc_connection().createStatement()
        else:
            self._module = duckdb.connect()

    def run(self, statement):
        """Runs a statement without an answer."""
        if self._module:
            self._module.execute(statement)
            return
        import jpype

        try:
            self._statement.execute(statement)
        except jpype.JException as error:
            raise ValueError(str(error.getMessage())) from None

    def sql(self, query):
        """The answer to a query, as a DataFrame."""
        if self._module:
            return self._module.execute(query).df()
        # Rows through JPype take some 100 us each. A file in between takes far less.
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "answer.csv"
            self.run(f"COPY ({query}) TO '{file}' (FORMAT csv, HEADER, NULLSTR '{NULL}')")
            return self._read(file, self._types(query))

    def _types(self, query):
        rows = self._statement.executeQuery(f"DESCRIBE {query}")
        types = {}
        while rows.next():
            types[str(rows.getString(1))] = str(rows.getString(2))
        return types

    @staticmethod
    def _read(file, types):
        # pandas finds the types of numbers by itself, but would take the text '1000' for one.
        return pandas.read_csv(
            file,
            dtype={name: str for name, of in types.items() if of == "VARCHAR"},
            parse_dates=[name for name, of in types.items() if of in ("DATE", "TIMESTAMP")],
            keep_default_na=False,
            na_values=[NULL],
            float_precision="round_trip",
        )


def _jdbc_connection():
    try:
        import jpype
    except ModuleNotFoundError:
        raise Missing(
            "needs DuckDB's Python module, or JPype. On Debian:  .ci/packages"
        ) from None
    if not jpype.isJVMStarted():
        driver = _driver()
        java = os.environ.get("JAVA_HOME") or _java_home()
        if java:
            os.environ["JAVA_HOME"] = java
        quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
        if DEBIAN_JPYPE_JAR.exists():
            # JPype looks for its classes beside its module, which on Debian has none.
            quick.append(f"-Djava.class.path={DEBIAN_JPYPE_JAR}:{driver}")
            jpype.startJVM(*quick, convertStrings=False)
        else:
            jpype.startJVM(*quick, classpath=[driver], convertStrings=False)
    return jpype.JClass("org.duckdb.DuckDBDriver")().connect(
        "jdbc:duckdb:", jpype.JClass("java.util.Properties")()
    )


def _driver():
    if not DRIVER_FILE.exists():
        raise Missing(f"{DRIVER_FILE} is not there. A build writes it:  mvn -q package -Dquickly")
    driver = DRIVER_FILE.read_text().strip()
    if not Path(driver).exists():
        raise Missing(f"{driver} is not there. A build fetches it:  mvn -q package -Dquickly")
    return driver


def _java_home():
    java = shutil.which("java")
    return str(Path(java).resolve().parent.parent) if java else None


def _command(name):
    if name == "checks":
        return f"deploy/ridgeline check catalogs/measurements --out runs/{name}"
    if name == "coding-500":
        sources = f"sweep-configs/fleets/{name}.yaml sweep-configs/coding-racks.yaml"
        return f"deploy/ridgeline fleet {sources} --out runs/{name}"
    return f"deploy/ridgeline sweep sweep-configs/{name}.yaml"

package dev.ridgeline.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** What SQL may do, said of its text alone. */
class SqlRuleTest {

  private static final SqlRule RULE = SqlRule.readOnly(Set.of("cells", "models", "frontier"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT batch, ttft_s + 1 FROM cells c WHERE batch > 1 ORDER BY batch LIMIT 3 OFFSET 2",
        "SELECT * FROM CELLS",
        "SELECT * FROM `cells`",
        "SELECT * FROM frontier",
        "TABLE cells",
        "FROM cells SELECT batch",
        "WITH x AS (SELECT * FROM cells), y(a) AS (SELECT 1) SELECT * FROM X LEFT JOIN y USING (a)",
        "WITH x AS (WITH y AS (TABLE cells) SELECT * FROM y) SELECT * FROM x",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) TABLE t",
        "SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 2 EXCEPT SELECT 3",
        "SELECT model, count(*), sum(batch) FILTER (WHERE batch > 1) FROM cells GROUP BY ROLLUP(model)"
            + " HAVING count(*) > 1",
        "SELECT model, count(*) FROM cells GROUP BY ALL ORDER BY ALL",
        "SELECT row_number() OVER w FROM cells WINDOW w AS (PARTITION BY model ORDER BY cell)",
        "SELECT * FROM cells LATERAL VIEW explode(array(1, 2)) t AS x",
        "SELECT * FROM cells, LATERAL (SELECT batch * 2)",
        "SELECT * FROM frontier('cells', 'min ttft_s')",
        "SELECT * FROM operators('cells', 'cell = 1') ORDER BY time_s",
        "SELECT * FROM explode(array(1, 2)) AS t(x)",
        "SELECT * FROM range(10)",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT * FROM VALUES (abs(-1)) AS t(a)",
        "SELECT * FROM cells PIVOT (sum(cell) FOR batch IN (1, 2))",
        "SELECT * FROM cells UNPIVOT (v FOR n IN (ttft_s, tpot_s))",
        "SELECT * FROM cells TABLESAMPLE (10 PERCENT)",
        "SELECT /*+ BROADCAST(models) */ * FROM cells JOIN models ON id = model",
        "SELECT batch FROM cells DISTRIBUTE BY batch SORT BY batch",
        "SELECT (SELECT max(cell) FROM cells), EXISTS (SELECT 1 FROM models), 1 IN (SELECT 2)",
        "FROM cells |> WHERE batch > 1 |> AGGREGATE count(*) AS n GROUP BY model |> ORDER BY n |> LIMIT 2",
        "FROM cells |> SELECT model |> UNION ALL SELECT id FROM models",
        "EXPLAIN FORMATTED SELECT * FROM cells",
        "DESCRIBE cells",
        "DESCRIBE TABLE EXTENDED cells",
        "DESCRIBE QUERY SELECT * FROM cells",
        "DESCRIBE FUNCTION abs",
        "SHOW TABLES",
        "SHOW COLUMNS FROM cells",
        "SHOW FUNCTIONS LIKE 'a*'",
        "SELECT transform(array(1), x -> x + 1), CASE WHEN true THEN 1 END, INTERVAL '1' DAY, '1'::INT,"
            + " percentile_cont(0.5) WITHIN GROUP (ORDER BY cell), current_user, typeof(1) FROM cells",
        "SELECT 1 -- reflect('a', 'b')",
        "SELECT 'INSERT OVERWRITE DIRECTORY', \"ADD JAR\"",
      })
  void queriesOfTheTablesRun(String query) {
    RULE.requireQuery("query", query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT OVERWRITE DIRECTORY '/x' USING csv SELECT 1",
        "INSERT OVERWRITE LOCAL DIRECTORY '/x' USING csv SELECT 1",
        "FROM cells INSERT OVERWRITE DIRECTORY '/x' USING csv SELECT 1",
        "EXPLAIN INSERT OVERWRITE DIRECTORY '/x' USING csv SELECT 1",
        "INSERT INTO cells SELECT * FROM cells",
        "WITH x AS (SELECT 1) INSERT INTO cells SELECT * FROM x",
        "CREATE TABLE t USING parquet LOCATION '/x' AS SELECT 1",
        "CREATE TABLE t (a INT) USING csv OPTIONS (path '/x')",
        "CREATE TEMPORARY VIEW v USING csv OPTIONS (path '/x')",
        "CREATE TEMPORARY VIEW v AS SELECT 1",
        "CREATE TEMPORARY FUNCTION f AS 'x.Y' USING JAR '/x.jar'",
        "CREATE FUNCTION f() RETURNS INT RETURN 1",
        "CREATE DATABASE d LOCATION '/x'",
        "DROP TABLE cells",
        "DROP VIEW cells",
        "TRUNCATE TABLE cells",
        "DELETE FROM cells",
        "UPDATE cells SET batch = 1",
        "MERGE INTO cells USING models ON true WHEN MATCHED THEN DELETE",
        "ALTER TABLE cells SET LOCATION '/x'",
        "LOAD DATA INPATH '/x' INTO TABLE cells",
        "ADD JAR '/x.jar'",
        "ADD FILE '/x'",
        "LIST JARS",
        "SET",
        "SET spark.sql.ansi.enabled = false",
        "RESET",
        "SET VAR x = 1",
        "DECLARE VARIABLE x INT",
        "USE x",
        "CACHE TABLE cells",
        "CACHE LAZY TABLE x AS SELECT 1",
        "UNCACHE TABLE cells",
        "CLEAR CACHE",
        "REFRESH '/x'",
        "REFRESH TABLE cells",
        "ANALYZE TABLE cells COMPUTE STATISTICS",
        "MSCK REPAIR TABLE cells",
        "CALL x.y()",
        "BEGIN SELECT 1; END",
        "EXECUTE IMMEDIATE 'SELECT 1'",
        "SELECT TRANSFORM (batch) USING 'cat' AS (b) FROM cells",
        "MAP batch USING 'sh' FROM cells",
        "SELECT * FROM cells VERSION AS OF 1",
        "SHOW CREATE TABLE cells",
      })
  void statementsThatAreNoQueriesAreRefused(String statement) {
    assertRefused(statement, "SQL here only reads. Allowed: SELECT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM text.`/etc/passwd`",
        "SELECT * FROM csv.`/etc/passwd`",
        "SELECT * FROM parquet.`/x`",
        "SELECT * FROM `text`.`/etc/passwd`",
        "SELECT * FROM binaryFile.`/etc`",
        "SELECT * FROM ridgeline.`/x`",
        "SELECT * FROM jdbc.`/x`",
        "SELECT * FROM spark_catalog.default.cells",
        "SELECT * FROM global_temp.cells",
        "SELECT * FROM nowhere",
        "SELECT 1 FROM cells WHERE EXISTS (SELECT 1 FROM text.`/etc/passwd`)",
        "SELECT (SELECT max(value) FROM text.`/etc/passwd`)",
        "SELECT * FROM cells WHERE model IN (SELECT value FROM text.`/etc/passwd`)",
        "SELECT * FROM cells, LATERAL (SELECT * FROM text.`/etc/passwd`)",
        "SELECT * FROM cells JOIN text.`/etc/passwd`",
        "WITH x AS (SELECT * FROM text.`/etc/passwd`) SELECT 1",
        "WITH text AS (SELECT 1) SELECT * FROM text.`/etc/passwd`",
        "SELECT 1 UNION SELECT * FROM text.`/etc/passwd`",
        "SELECT * FROM frontier(TABLE(text.`/etc/passwd`), 'min a')",
        "FROM cells |> UNION ALL TABLE text.`/etc/passwd`",
        "FROM text.`/etc/passwd` |> SELECT *",
        "EXPLAIN EXTENDED SELECT * FROM text.`/etc/passwd`",
        "DESCRIBE text.`/etc/passwd`",
        "DESCRIBE QUERY SELECT * FROM text.`/etc/passwd`",
        "SHOW COLUMNS FROM parquet.`/x`",
        "SELECT count(*) FILTER (WHERE EXISTS (TABLE text.`/etc/passwd`)) FROM cells",
        "SELECT sum(cell) OVER (ORDER BY (SELECT max(value) FROM text.`/etc/passwd`)) FROM cells",
        "SELECT * FROM cells LIMIT (SELECT count(*) FROM text.`/etc/passwd`)",
        "SELECT transform(array(1), x -> (SELECT max(value) FROM text.`/etc/passwd`))",
        "VALUES ((SELECT max(value) FROM text.`/etc/passwd`))",
      })
  void otherTablesAreRefused(String query) {
    assertRefused(query, "which is no table of this source. Allowed: its own tables. Known: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT reflect('java.lang.System', 'getenv')",
        "SELECT REFLECT('java.lang.System', 'getenv')",
        "SELECT `reflect`('java.lang.System', 'getenv')",
        "SELECT java_method('java.lang.System', 'getenv')",
        "SELECT try_reflect('java.lang.System', 'getenv')",
        "SELECT system.builtin.reflect('java.lang.System', 'getenv')",
        "SELECT * FROM VALUES (reflect('java.lang.System', 'getenv')) AS t(a)",
        "SELECT * FROM cells WHERE reflect('a', 'b') = '1'",
        "SELECT * FROM cells ORDER BY reflect('a', 'b')",
        "SELECT * FROM cells LATERAL VIEW explode(array(reflect('a', 'b'))) t AS x",
        "SELECT * FROM cells LATERAL VIEW reflect('a', 'b') t AS x",
        "SELECT * FROM explode(array(reflect('a', 'b')))",
        "SELECT * FROM frontier(reflect('a', 'b'), 'min a')",
        "SELECT transform(array(1), x -> reflect('a', 'b'))",
        "SELECT sum(1) OVER (PARTITION BY reflect('a', 'b'))",
        "SELECT 1 WHERE EXISTS (SELECT reflect('a', 'b'))",
        "FROM cells |> EXTEND reflect('a', 'b')",
        "SELECT /*+ REPARTITION(reflect('a', 'b')) */ 1 FROM cells",
        "SELECT xpath_string('<!DOCTYPE a SYSTEM \"file:///x\"><a/>', 'a')",
        "SELECT from_xml('<a/>', 'a INT', map('rowValidationXSDPath', '/x'))",
        "SELECT from_avro(x, 'schema', map('avroSchemaUrl', 'file:///x'))",
        "SELECT from_protobuf(x, 'a', '/x')",
        "SELECT * FROM python_worker_logs()",
        "SELECT nosuchfunction(1)",
        "SELECT * FROM read_files('/x')",
      })
  void functionsThatReachBeyondTheirArgumentsAreRefused(String query) {
    assertRefused(query, "which is no function of its arguments alone that Spark has");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT IDENTIFIER('ref' || 'lect')('java.lang.System', 'getenv')",
        "SELECT IDENTIFIER('reflect')('java.lang.System', 'getenv')",
        "SELECT * FROM IDENTIFIER('text.`/etc/passwd`')",
        "SELECT * FROM IDENTIFIER('te' || 'xt.`/etc/passwd`')",
        "SELECT * FROM cells WITH (path = '/x')",
        "SELECT * FROM STREAM cells",
      })
  void waysAroundNamesAreRefused(String query) {
    assertRefused(query, "");
  }

  /** A Spark that brings a function of a new kind fails here, and somebody decides. */
  @Test
  void functionsThatAreRefusedAreThese() {
    Set<String> refused = new TreeSet<>();
    CollectionConverters.asJava(FunctionRegistry.expressions())
        .keySet()
        .forEach(name -> add(refused, name, SqlFunctions.isScalar(name)));
    CollectionConverters.asJava(TableFunctionRegistry.logicalPlans())
        .keySet()
        .forEach(name -> add(refused, name, SqlFunctions.isOfTables(name)));
    assertThat(refused)
        .containsExactly(
            "from_avro",
            "from_protobuf",
            "from_xml",
            "java_method",
            "python_worker_logs",
            "reflect",
            "schema_of_avro",
            "schema_of_xml",
            "to_avro",
            "to_protobuf",
            "to_xml",
            "try_reflect",
            "xpath",
            "xpath_boolean",
            "xpath_double",
            "xpath_float",
            "xpath_int",
            "xpath_long",
            "xpath_number",
            "xpath_short",
            "xpath_string");
  }

  private static void add(Set<String> refused, String name, boolean allowed) {
    if (!allowed) {
      refused.add(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch IN (SELECT value FROM text.`/etc/passwd`)",
        "EXISTS (SELECT 1 FROM cells)",
        "reflect('java.lang.System', 'exit') = ''",
        "true) OR (true",
        "batch = 1; DROP TABLE cells",
        "",
      })
  void expressionsReadColumnsAlone(String condition) {
    assertThatThrownBy(() -> SqlRule.ofColumns().requireExpression("--where", condition))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--where: 1 problem")
        .hasMessageNotContaining("--allow-writes");
    SqlRule.ofColumns().requireExpression("--where", "batch > 1 AND model LIKE 'llama%'");
  }

  @Test
  void theRuleOfEverythingLetsEverythingRun() {
    SqlRule.everything().requireQuery("query", "ADD JAR '/x.jar'");
    SqlRule.everything().requireTable("frontier", "text.`/etc/passwd`");
    SqlRule.everything().requireExpression("frontier", "reflect('a', 'b')");
  }

  @Test
  void sqlThatIsTooDeepIsAnErrorOfTheQuery() {
    String deep = "(".repeat(10_000) + "1" + ")".repeat(10_000);
    assertThatThrownBy(() -> RULE.requireQuery("query", "SELECT " + deep))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("query: 1 problem")
        .hasMessageContaining("nested too deeply. Maybe write it flatter");
  }

  @Test
  void messagesOfLongSqlAreShort() {
    String wide = "SELECT 1" + " + 1".repeat(20_000);
    assertThatThrownBy(() -> RULE.requireQuery("query", wide))
        .isInstanceOf(ConfigException.class)
        .extracting(error -> error.getMessage().length())
        .matches(length -> (int) length < 1_000);
    assertThatThrownBy(() -> RULE.requireQuery("query", "TABLE " + "x".repeat(1_000_000)))
        .isInstanceOf(ConfigException.class)
        .extracting(error -> error.getMessage().length())
        .matches(length -> (int) length < 1_000);
    RULE.requireQuery("query", "SELECT '" + "x".repeat(1_000_000) + "'");
  }

  private static void assertRefused(String query, String why) {
    assertThatThrownBy(() -> RULE.requireQuery("query", query))
        .as(query)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("query: 1 problem\n  ")
        .hasMessageContaining(why)
        .hasMessageContaining("--allow-writes")
        .hasMessageNotContaining("Exception");
  }
}

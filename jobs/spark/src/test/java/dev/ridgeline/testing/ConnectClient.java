package dev.ridgeline.testing;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A client of Spark Connect, as any program is one: it has no class of Ridgeline and no Spark of
 * its own. It prints the rows of queries, with a line before each answer.
 */
public final class ConnectClient {

  /** The line before an answer. */
  public static final String ANSWER = "-- answer";

  private ConnectClient() {}

  /**
   * Asks a server.
   *
   * @param arguments URL of the server, and queries
   */
  public static void main(String[] arguments) {
    SparkSession session = SparkSession.builder().remote(arguments[0]).getOrCreate();
    for (String query : List.of(arguments).subList(1, arguments.length)) {
      List<Row> rows = session.sql(query).collectAsList();
      System.out.println(ANSWER);
      rows.forEach(row -> System.out.println(row.mkString("|")));
    }
    // Closing the session asks the server for classes of spark-mllib, which ours does not have.
    System.exit(0);
  }
}

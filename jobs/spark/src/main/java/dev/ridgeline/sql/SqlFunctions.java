package dev.ridgeline.sql;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The functions that SQL which only reads may call: those that compute their result from their
 * arguments alone. Spark puts its functions into groups, and the groups here have no others.
 */
public final class SqlFunctions {

  /** Table functions of Ridgeline. */
  static final Set<String> OWN = Set.of("frontier", "operators");

  private static final Set<String> GROUPS =
      Set.of(
          "agg_funcs",
          "array_funcs",
          "bitwise_funcs",
          "collection_funcs",
          "conditional_funcs",
          "conversion_funcs",
          "csv_funcs",
          "datetime_funcs",
          "generator_funcs",
          "hash_funcs",
          "json_funcs",
          "lambda_funcs",
          "map_funcs",
          "math_funcs",
          "predicate_funcs",
          "sketch_funcs",
          "st_funcs",
          "string_funcs",
          "struct_funcs",
          "url_funcs",
          "variant_funcs",
          "vector_funcs",
          "window_funcs");

  /**
   * Beginnings of the names of those in the group of all others, misc_funcs, that are allowed.
   * Spark 4.1 has the sketches in that group, too.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "aes_",
          "approx_top_k_",
          "assert_true",
          "bitmap_",
          "current_",
          "hll_",
          "input_file_",
          "kll_",
          "monotonically_increasing_id",
          "raise_error",
          "session_user",
          "spark_partition_id",
          "theta_",
          "try_aes_",
          "typeof",
          "user",
          "uuid",
          "version");

  private static final Set<String> SCALAR = scalar();
  private static final Set<String> OF_TABLES = ofTables();

  private SqlFunctions() {}

  /** Names of all these functions, in lower case. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(SCALAR);
    names.addAll(OF_TABLES);
    return names;
  }

  /** Whether a function of values may be called. Its name is in lower case. */
  static boolean isScalar(String name) {
    return SCALAR.contains(name);
  }

  /** Whether a function whose result is a table may be called. Its name is in lower case. */
  static boolean isOfTables(String name) {
    return OF_TABLES.contains(name);
  }

  private static Set<String> scalar() {
    Set<String> names = new TreeSet<>();
    CollectionConverters.asJava(FunctionRegistry.expressions())
        .forEach(
            (name, function) -> {
              String group = function._1().getGroup();
              if (GROUPS.contains(group)
                  || (group.equals("misc_funcs") && OTHERS.stream().anyMatch(name::startsWith))) {
                names.add(name);
              }
            });
    return names;
  }

  private static Set<String> ofTables() {
    Set<String> names = new TreeSet<>(OWN);
    names.add("range");
    CollectionConverters.asJava(TableFunctionRegistry.logicalPlans())
        .forEach(
            (name, function) -> {
              if (GROUPS.contains(function._1().getGroup())) {
                names.add(name);
              }
            });
    return names;
  }
}

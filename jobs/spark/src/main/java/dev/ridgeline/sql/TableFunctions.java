package dev.ridgeline.sql;

import dev.ridgeline.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.AnalysisContext;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Functions of SQL whose result is a table, and whose arguments are texts. */
public final class TableFunctions {

  private TableFunctions() {}

  /**
   * A function as a session or an extension takes it.
   *
   * @param name name of the function in SQL
   * @param usage what DESCRIBE FUNCTION says of it, where _FUNC_ stands for the name
   * @param builder maker of the plan from the arguments
   */
  public record Definition(
      String name, String usage, Function1<Seq<Expression>, LogicalPlan> builder) {

    /** Name of the function as Spark takes it. */
    public FunctionIdentifier identifier() {
      return new FunctionIdentifier(name);
    }

    /** What Spark tells of the function. */
    public ExpressionInfo info() {
      return new ExpressionInfo(
          builder.getClass().getName(),
          null,
          name,
          usage,
          "",
          "",
          "",
          "generator_funcs",
          "",
          "",
          "built-in");
    }

    /** Makes this the function of its name in a session. */
    public void register(SparkSession spark) {
      ((org.apache.spark.sql.classic.SparkSession) spark)
          .sessionState()
          .tableFunctionRegistry()
          .registerFunction(
              new FunctionIdentifier(name, Option.apply("builtin"), Option.apply("system")),
              info(),
              builder);
    }
  }

  /**
   * The arguments of a function.
   *
   * @throws ConfigException when one of them is no text that is known before the query runs
   */
  public static List<String> texts(String function, Seq<Expression> arguments) {
    List<String> texts = new ArrayList<>();
    for (Expression argument : CollectionConverters.asJava(arguments)) {
      if (!argument.foldable() || !(argument.eval(null) instanceof UTF8String text)) {
        throw new ConfigException(function, "takes texts, not " + argument.sql() + ".");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /**
   * The table that an argument names. Within a view, a name alone is one of the namespace of the
   * view, as it is elsewhere in the SQL of the view.
   */
  public static Dataset<Row> table(String name) {
    List<String> namespace =
        CollectionConverters.asJava(AnalysisContext.get().catalogAndNamespace());
    SparkSession spark = SparkSession.active();
    if (namespace.isEmpty() || !name.matches("\\w+")) {
      return spark.table(name);
    }
    return spark.table(
        namespace.stream()
            .map(part -> "`" + part.replace("`", "``") + "`")
            .collect(Collectors.joining(".", "", "." + name)));
  }
}

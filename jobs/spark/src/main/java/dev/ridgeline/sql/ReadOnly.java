package dev.ridgeline.sql;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.CurrentNamespace$;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunctionName;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedHaving;
import org.apache.spark.sql.catalyst.analysis.UnresolvedInlineTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedSubqueryColumnAliases;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTVFAliases;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.PipeOperator;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.DescribeColumn;
import org.apache.spark.sql.catalyst.plans.logical.DescribeFunction;
import org.apache.spark.sql.catalyst.plans.logical.DescribeRelation;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LimitAll;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Pivot;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionByExpression;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.ShowColumns;
import org.apache.spark.sql.catalyst.plans.logical.ShowFunctions;
import org.apache.spark.sql.catalyst.plans.logical.ShowTables;
import org.apache.spark.sql.catalyst.plans.logical.ShowViews;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Unpivot;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.command.DescribeQueryCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.jspecify.annotations.Nullable;
import scala.Product;
import scala.collection.Iterable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rule of SQL that only reads. It walks the plan that Spark's parser makes, before anything is
 * looked up, and knows what is allowed. A part of a plan that it does not know is refused, so a
 * statement that a later Spark adds is refused, too.
 *
 * @param tables names of the tables that may be read
 */
record ReadOnly(Set<String> tables) implements SqlRule {

  /** Parts of plans that read what is below them, and nothing else. */
  private static final Set<Class<?>> QUERIES =
      Set.of(
          Aggregate.class,
          Distinct.class,
          Except.class,
          Filter.class,
          Generate.class,
          GlobalLimit.class,
          Intersect.class,
          Join.class,
          LateralJoin.class,
          LimitAll.class,
          LocalLimit.class,
          LocalRelation.class,
          Offset.class,
          OneRowRelation.class,
          PipeOperator.class,
          Pivot.class,
          Project.class,
          Repartition.class,
          RepartitionByExpression.class,
          Sample.class,
          Sort.class,
          SubqueryAlias.class,
          Union.class,
          Unpivot.class,
          UnresolvedHaving.class,
          UnresolvedHint.class,
          UnresolvedInlineTable.class,
          UnresolvedRelation.class,
          UnresolvedSubqueryColumnAliases.class,
          UnresolvedTVFAliases.class,
          UnresolvedTableValuedFunction.class,
          UnresolvedWith.class,
          Window.class,
          WithWindowDefinition.class);

  /** Statements that tell of queries, tables and functions, and what they have below them. */
  private static final Set<Class<?>> DESCRIPTIONS =
      Set.of(
          CurrentNamespace$.class,
          DescribeColumn.class,
          DescribeFunction.class,
          DescribeQueryCommand.class,
          DescribeRelation.class,
          ExplainCommand.class,
          ShowColumns.class,
          ShowFunctions.class,
          ShowTables.class,
          ShowViews.class,
          UnresolvedFunctionName.class,
          UnresolvedNamespace.class,
          UnresolvedTableOrView.class);

  ReadOnly {
    tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
  }

  @Override
  public void requireQuery(String place, String sql) {
    require(place, SqlErrors.located(place, () -> new SparkSqlParser().parsePlan(sql)));
  }

  @Override
  public void requireExpression(String place, String sql) {
    require(place, SqlErrors.located(place, () -> new SparkSqlParser().parseExpression(sql)));
  }

  @Override
  public void requireTable(String place, String name) {
    requireTable(place, List.of(name), tables);
  }

  private void require(String place, Object tree) {
    List<Object> nodes = nodes(tree);
    Set<String> readable = new TreeSet<>(tables);
    for (Object node : nodes) {
      if (node instanceof UnresolvedWith with) {
        with.cteRelations().foreach(named -> readable.add(named._1().toLowerCase(Locale.ROOT)));
      }
    }
    for (Object node : nodes) {
      if (node instanceof LogicalPlan plan) {
        requirePlan(place, plan, readable);
      } else if (node instanceof UnresolvedFunction function) {
        requireFunction(place, names(function.nameParts()), SqlFunctions::isScalar);
      } else if (node instanceof UnresolvedGenerator generator) {
        requireFunction(place, List.of(generator.name().unquotedString()), SqlFunctions::isScalar);
      } else if (node instanceof ExpressionWithUnresolvedIdentifier) {
        throw refusal(place, "names a function or column with IDENTIFIER(...)", "a name itself");
      }
    }
  }

  private void requirePlan(String place, LogicalPlan plan, Set<String> readable) {
    if (!QUERIES.contains(plan.getClass()) && !DESCRIPTIONS.contains(plan.getClass())) {
      throw refusal(
          place,
          "has '" + plan.nodeName() + "', and SQL here only reads",
          "SELECT, WITH, VALUES, EXPLAIN, DESCRIBE and SHOW TABLES or COLUMNS");
    }
    if (plan instanceof UnresolvedRelation relation) {
      requireTable(place, names(relation.multipartIdentifier()), readable);
      if (relation.isStreaming() || !relation.options().isEmpty()) {
        throw refusal(place, "reads a table with options", "the name of a table");
      }
    } else if (plan instanceof UnresolvedTableOrView named) {
      requireTable(place, names(named.multipartIdentifier()), readable);
    } else if (plan instanceof UnresolvedTableValuedFunction function) {
      requireFunction(place, names(function.name()), SqlFunctions::isOfTables);
    }
  }

  private void requireTable(String place, List<String> parts, Set<String> readable) {
    String name = SqlErrors.shortened(String.join(".", parts));
    if (parts.size() > 1 || !readable.contains(name.toLowerCase(Locale.ROOT))) {
      throw refusal(
          place,
          "reads '" + name + "', which is no table of this source",
          readable.isEmpty()
              ? "columns and functions, but no tables"
              : "its own tables." + NearestName.advice(name, readable).replaceFirst("\\.$", ""));
    }
  }

  private void requireFunction(
      String place, List<String> parts, Function<String, Boolean> isAllowed) {
    String name = SqlErrors.shortened(String.join(".", parts));
    if (parts.size() > 1 || !isAllowed.apply(name.toLowerCase(Locale.ROOT))) {
      throw refusal(
          place,
          "calls '" + name + "', which is no function of its arguments alone that Spark has",
          "Spark's functions of numbers, texts, dates, arrays, JSON and the like, and the table"
              + " functions frontier and operators");
    }
  }

  /** An error that says what is refused, what is allowed, and which option lets it run. */
  private ConfigException refusal(String place, String refused, String allowed) {
    return new ConfigException(
        place,
        refused
            + ". Allowed: "
            + allowed
            + "."
            + (tables.isEmpty() ? "" : " The option --allow-writes of sql lets everything run."));
  }

  private static List<String> names(Seq<String> parts) {
    return CollectionConverters.asJava(parts);
  }

  /**
   * All nodes of a tree: plans, expressions, and those within subqueries, named queries and
   * explained statements. They are found through the fields of each node, because not every node
   * counts all of what it holds among its children.
   */
  private static List<Object> nodes(Object tree) {
    List<Object> nodes = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.push(tree);
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (next instanceof Iterable<?> many) {
        CollectionConverters.asJava(many).forEach(one -> push(open, seen, one));
      } else if (next instanceof Product product) {
        nodes.add(next);
        CollectionConverters.asJava(product.productIterator())
            .forEachRemaining(one -> push(open, seen, one));
        if (next instanceof TreeNode<?> node) {
          push(open, seen, node.children());
          push(open, seen, node.innerChildren());
        }
      }
    }
    return nodes;
  }

  private static void push(Deque<Object> open, Set<Object> seen, @Nullable Object one) {
    if ((one instanceof Product || one instanceof Iterable<?>) && seen.add(one)) {
      open.push(one);
    }
  }
}

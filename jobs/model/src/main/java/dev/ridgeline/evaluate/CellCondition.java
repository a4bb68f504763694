package dev.ridgeline.evaluate;

import dev.ridgeline.schema.Reader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition on cells, read from the simple part of SQL: columns compared with constants, IN,
 * BETWEEN, IS NULL, AND, OR, NOT, TRUE and FALSE. Texts are compared for equality alone. Whatever
 * else SQL has is not read here, and asks for a SQL engine.
 *
 * @param test the truth of the condition; null where a column without a value leaves it unknown
 * @param columns columns that it reads
 */
public record CellCondition(Function<CellResult, @Nullable Boolean> test, Set<CellColumn> columns)
    implements Predicate<CellResult> {

  /** The condition of all cells. */
  public static final CellCondition TRUE = new CellCondition(cell -> true, Set.of());

  /** Whether the condition is known to hold. */
  @Override
  public boolean test(CellResult cell) {
    return Boolean.TRUE.equals(test.apply(cell));
  }

  /** Reads a condition; empty where it is not of the simple part of SQL. */
  public static Optional<CellCondition> parse(String sql) {
    return tokens(sql)
        .flatMap(
            tokens -> {
              Parser parser = new Parser(tokens);
              try {
                Function<CellResult, @Nullable Boolean> test = parser.or();
                return parser.isAtEnd()
                    ? Optional.of(new CellCondition(test, parser.columns))
                    : Optional.empty();
              } catch (NotSimple e) {
                return Optional.empty();
              }
            });
  }

  // A backslash begins an escape, and a doubled quote is one: texts with either are not read.
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'[^'\\\\]*')(?!')|(?<number>-?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?[dD]?)(?!\\w)"
              + "|(?<word>[A-Za-z_]\\w*)|(?<sign><=>|<=|>=|<>|!=|=|<|>|\\(|\\)|,))");

  private static Optional<List<String>> tokens(String sql) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sql.strip());
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      tokens.add(matcher.group().strip());
      at = matcher.end();
      if (at == sql.strip().length()) {
        return Optional.of(tokens);
      }
    }
    return Optional.empty();
  }

  /** Thrown where a condition is not simple. */
  private static final class NotSimple extends Exception {
    private static final long serialVersionUID = 1L;

    NotSimple() {
      super(null, null, false, false);
    }
  }

  private static final class Parser {

    private final List<String> tokens;
    private final Set<CellColumn> columns = new LinkedHashSet<>();
    private int at;

    Parser(List<String> tokens) {
      this.tokens = tokens;
    }

    boolean isAtEnd() {
      return at == tokens.size();
    }

    private String next() throws NotSimple {
      if (isAtEnd()) {
        throw new NotSimple();
      }
      return tokens.get(at++);
    }

    private boolean take(String word) {
      if (!isAtEnd() && tokens.get(at).equalsIgnoreCase(word)) {
        at++;
        return true;
      }
      return false;
    }

    private void require(String word) throws NotSimple {
      if (!take(word)) {
        throw new NotSimple();
      }
    }

    Function<CellResult, @Nullable Boolean> or() throws NotSimple {
      Function<CellResult, @Nullable Boolean> left = and();
      while (take("OR")) {
        Function<CellResult, @Nullable Boolean> one = left;
        Function<CellResult, @Nullable Boolean> other = and();
        left = cell -> either(one.apply(cell), other.apply(cell), true);
      }
      return left;
    }

    private Function<CellResult, @Nullable Boolean> and() throws NotSimple {
      Function<CellResult, @Nullable Boolean> left = not();
      while (take("AND")) {
        Function<CellResult, @Nullable Boolean> one = left;
        Function<CellResult, @Nullable Boolean> other = not();
        left = cell -> either(one.apply(cell), other.apply(cell), false);
      }
      return left;
    }

    /** A value that decides alone, else unknown where one is unknown, else the other value. */
    private static @Nullable Boolean either(
        @Nullable Boolean one, @Nullable Boolean other, boolean deciding) {
      if ((one != null && one == deciding) || (other != null && other == deciding)) {
        return deciding;
      }
      return (one == null || other == null) ? null : Boolean.valueOf(!deciding);
    }

    private Function<CellResult, @Nullable Boolean> not() throws NotSimple {
      return take("NOT") ? negated(not()) : simple();
    }

    private static Function<CellResult, @Nullable Boolean> negated(
        Function<CellResult, @Nullable Boolean> condition) {
      return cell -> {
        Boolean truth = condition.apply(cell);
        return truth == null ? null : Boolean.valueOf(!truth);
      };
    }

    private Function<CellResult, @Nullable Boolean> simple() throws NotSimple {
      if (take("(")) {
        Function<CellResult, @Nullable Boolean> inner = or();
        require(")");
        return inner;
      }
      if (take("TRUE")) {
        return cell -> true;
      }
      if (take("FALSE")) {
        return cell -> false;
      }
      CellColumn column = column(next());
      if (take("IS")) {
        boolean isNot = take("NOT");
        require("NULL");
        return cell -> (column.value(cell) == null) != isNot;
      }
      boolean isNot = take("NOT");
      Function<CellResult, @Nullable Boolean> comparison =
          column.isNumeric() ? ofNumbers(column, isNot) : ofTexts(column, isNot);
      return isNot ? negated(comparison) : comparison;
    }

    private CellColumn column(String word) throws NotSimple {
      String name = word.toLowerCase(Locale.ROOT);
      for (CellColumn column : CellColumns.ALL) {
        if (column.name().equals(name)) {
          columns.add(column);
          return column;
        }
      }
      throw new NotSimple();
    }

    private Function<CellResult, @Nullable Boolean> ofNumbers(CellColumn column, boolean isNot)
        throws NotSimple {
      DoublePredicate test = numbers(isNot);
      return cell -> {
        double value = column.number(cell);
        return Double.isNaN(value) ? null : Boolean.valueOf(test.test(value));
      };
    }

    private DoublePredicate numbers(boolean isNot) throws NotSimple {
      if (take("IN")) {
        List<Double> in = new ArrayList<>();
        for (String written : list()) {
          in.add(number(written));
        }
        return value -> in.stream().anyMatch(one -> one == value);
      }
      if (take("BETWEEN")) {
        double least = number(next());
        require("AND");
        double most = number(next());
        return value -> least <= value && value <= most;
      }
      if (isNot) {
        throw new NotSimple();
      }
      String sign = next();
      double constant = number(next());
      return switch (sign) {
        case "=" -> value -> value == constant;
        case "<>", "!=" -> value -> value != constant;
        case "<" -> value -> value < constant;
        case "<=" -> value -> value <= constant;
        case ">" -> value -> value > constant;
        case ">=" -> value -> value >= constant;
        default -> throw new NotSimple();
      };
    }

    private Function<CellResult, @Nullable Boolean> ofTexts(CellColumn column, boolean isNot)
        throws NotSimple {
      if (!(column.reader() instanceof Reader.Text)) {
        throw new NotSimple();
      }
      Predicate<Object> test = texts(isNot);
      return cell -> {
        Object value = column.value(cell);
        return value == null ? null : Boolean.valueOf(test.test(value));
      };
    }

    private Predicate<Object> texts(boolean isNot) throws NotSimple {
      if (take("IN")) {
        List<String> in = new ArrayList<>();
        for (String written : list()) {
          in.add(text(written));
        }
        return in::contains;
      }
      if (isNot) {
        throw new NotSimple();
      }
      String sign = next();
      String constant = text(next());
      return switch (sign) {
        case "=" -> constant::equals;
        case "<>", "!=" -> value -> !constant.equals(value);
        default -> throw new NotSimple();
      };
    }

    private List<String> list() throws NotSimple {
      List<String> list = new ArrayList<>();
      require("(");
      do {
        list.add(next());
      } while (take(","));
      require(")");
      return list;
    }

    private static double number(String written) throws NotSimple {
      char first = written.charAt(0);
      if (!(Character.isDigit(first) || first == '-' || first == '.')) {
        throw new NotSimple();
      }
      return Double.parseDouble(written);
    }

    private static String text(String written) throws NotSimple {
      if (written.charAt(0) != '\'') {
        throw new NotSimple();
      }
      return written.substring(1, written.length() - 1);
    }
  }
}

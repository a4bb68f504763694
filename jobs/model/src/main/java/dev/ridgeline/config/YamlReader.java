package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ridgeline.units.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads YAML files into records, strictly. Every component must be present unless it is an {@link
 * Optional}, and every field must be a component. No value is converted from another type, no key
 * appears twice, and a quantity has a unit of its dimension.
 *
 * <p>Jackson's own defaults would turn a missing number into 0.0 and 64.7 into the integer 64
 * without a word. This class switches each of them off.
 */
public final class YamlReader {

  private final YAMLMapper mapper;
  private final ObjectReader withoutDuplicates;

  public YamlReader() {
    mapper = strictMapper();
    withoutDuplicates = mapper.reader(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  }

  /** A mapper that converts no value and accepts no unknown or missing field. */
  static YAMLMapper strictMapper() {
    SimpleModule quantities = new SimpleModule("ridgeline-quantities");
    quantities.addDeserializer(Double.class, new QuantityDeserializer(Dimension.NUMBER));
    quantities.addDeserializer(double.class, new QuantityDeserializer(Dimension.NUMBER));
    return YAMLMapper.builder(new YAMLFactory())
        .annotationIntrospector(new RecordConventions())
        .addModules(new Jdk8Module(), new JavaTimeModule(), quantities)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            text -> {
              for (CoercionInputShape shape :
                  List.of(
                      CoercionInputShape.Integer,
                      CoercionInputShape.Float,
                      CoercionInputShape.Boolean)) {
                text.setCoercion(shape, CoercionAction.Fail);
              }
            })
        .build();
  }

  /**
   * Reads one file.
   *
   * @param path the file
   * @param type the record that the file describes
   * @param problems receives every problem in the file
   * @return the record, or empty where there is a problem
   */
  public <T> Optional<Document<T>> read(Path path, Class<T> type, List<Problem> problems) {
    return tree(path, problems).flatMap(tree -> tree.as(type, problems));
  }

  /** Reads a text as if it were the content of {@code file}; otherwise as {@link #read}. */
  public <T> Optional<Document<T>> parse(
      String file, String text, Class<T> type, List<Problem> problems) {
    return tree(file, text, problems).flatMap(tree -> tree.as(type, problems));
  }

  /**
   * Reads one file without making a record of it.
   *
   * @param problems receives every problem of the file and of its YAML
   * @return the tree, or empty where the text is no YAML
   */
  public Optional<YamlTree> tree(Path path, List<Problem> problems) {
    return Source.read(path, problems)
        .flatMap(source -> tree(source.file(), source.text(), problems));
  }

  /** Reads a text as if it were the content of {@code file}; otherwise as {@link #tree}. */
  public Optional<YamlTree> tree(String file, String text, List<Problem> problems) {
    return withoutProblem(file, text).or(() -> twice(file, text, problems));
  }

  /** Reads a text once, which is enough where there is no problem in it. */
  private Optional<YamlTree> withoutProblem(String file, String text) {
    try (Lines.Watching parser = new Lines.Watching(mapper.getFactory().createParser(text))) {
      JsonNode tree = withoutDuplicates.readTree(parser);
      boolean isWhole = tree != null && !tree.isMissingNode() && !tree.isNull();
      return isWhole && parser.nextToken() == null && !parser.hasProblem()
          ? Optional.of(
              new YamlTree(
                  mapper,
                  new Source(file, text),
                  tree,
                  Lines.later(text, mapper.getFactory()),
                  Set.of()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads a text once for its lines and all problems with them, and once for its values. */
  private Optional<YamlTree> twice(String file, String text, List<Problem> problems) {
    List<Problem> found = new ArrayList<>();
    Optional<YamlTree> parsed = Optional.empty();
    try {
      Lines lines = Lines.of(file, text, mapper.getFactory(), found);
      JsonNode tree = mapper.readTree(text);
      if (tree.isMissingNode() || tree.isNull()) {
        found.add(new Problem(file, "", 0, "is empty"));
      } else {
        Set<String> broken = found.stream().map(Problem::path).collect(Collectors.toSet());
        parsed = Optional.of(new YamlTree(mapper, new Source(file, text), tree, lines, broken));
      }
    } catch (JsonProcessingException e) {
      if (found.isEmpty()) {
        found.add(new Problem(file, "", line(e.getLocation()), "is not YAML: " + syntaxError(e)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    problems.addAll(found);
    return parsed;
  }

  private static int line(JsonLocation location) {
    return location == null ? 0 : location.getLineNr();
  }

  /** The parser's message, without the excerpts of the file that it indents below. */
  private static String syntaxError(JsonProcessingException error) {
    return error
        .getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(": "))
        .replaceAll(", got this instead: <org\\.yaml\\..*>", "");
  }
}

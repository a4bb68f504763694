package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ridgeline.units.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads YAML files into records, strictly. Every component must be present unless it is an {@link
 * Optional}, and every field must be a component. No value is converted from another type, no key
 * appears twice, and a quantity carries a unit of its dimension.
 *
 * <p>Jackson's own defaults would turn a missing number into 0.0 and 64.7 into the integer 64
 * without a word. This class switches each of them off.
 */
public final class YamlReader {

  private final YAMLMapper mapper;

  public YamlReader() {
    mapper = strictMapper();
  }

  /** A mapper that converts no value and accepts no unknown or missing field. */
  static YAMLMapper strictMapper() {
    YAMLFactory factory =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    SimpleModule quantities = new SimpleModule("ridgeline-quantities");
    quantities.addDeserializer(Double.class, new QuantityDeserializer(Dimension.NUMBER));
    quantities.addDeserializer(double.class, new QuantityDeserializer(Dimension.NUMBER));
    return YAMLMapper.builder(factory)
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
   * @return the document, or empty where none could be made. Where numbers are outside their
   *     ranges, there may be a document beside the problems, in which more can be found
   */
  public <T> Optional<Document<T>> read(Path path, Class<T> type, List<Problem> problems) {
    String file = path.toString();
    String text;
    try {
      text = Files.readString(path);
    } catch (CharacterCodingException e) {
      problems.add(new Problem(file, "", 0, "is not UTF-8 text"));
      return Optional.empty();
    } catch (IOException e) {
      problems.add(
          new Problem(file, "", 0, Files.exists(path) ? "cannot be read" : "does not exist"));
      return Optional.empty();
    }
    return parse(file, text, type, problems);
  }

  /** Reads a text as if it were the content of {@code file}; otherwise as {@link #read}. */
  public <T> Optional<Document<T>> parse(
      String file, String text, Class<T> type, List<Problem> problems) {
    List<Problem> found = new ArrayList<>();
    Optional<Document<T>> document = Optional.empty();
    JsonNode tree = MissingNode.getInstance();
    Lines written = Lines.NONE;
    boolean makeable = false;
    try {
      written = Lines.of(file, text, mapper.getFactory(), found);
      tree = mapper.readTree(text);
      if (tree.isMissingNode() || tree.isNull()) {
        found.add(new Problem(file, "", 0, "is empty"));
      } else {
        makeable = found.isEmpty() && new FieldCheck(file, written, found).check(tree, type);
      }
      if (makeable) {
        document =
            Optional.of(
                new Document<>(new Source(file, text), mapper.readValue(text, type), written.at()));
      }
    } catch (JsonMappingException e) {
      if (found.isEmpty()) {
        found.add(located(file, written.at(), tree, e));
      }
    } catch (JsonProcessingException e) {
      if (found.isEmpty()) {
        found.add(new Problem(file, "", line(e.getLocation()), "is not YAML: " + syntaxError(e)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    problems.addAll(found);
    return document;
  }

  private static Problem located(
      String file, Map<String, Integer> lines, JsonNode tree, JsonMappingException error) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : error.getPath()) {
      path.append('/')
          .append(
              reference.getFieldName() != null ? reference.getFieldName() : reference.getIndex());
    }
    if (error.getCause() instanceof InvalidValueException invalid) {
      path.append(invalid.field().isEmpty() ? "" : "/").append(invalid.field());
      return new Problem(
          file, path.toString(), Lines.nearest(lines, path.toString()), invalid.reason());
    }
    int line = Lines.nearest(lines, path.toString());
    return new Problem(file, path.toString(), line, reason(error, tree.at(path.toString())));
  }

  private static String reason(JsonMappingException error, JsonNode given) {
    if (error instanceof InvalidTypeIdException invalid) {
      return invalid.getTypeId() == null
          ? "needs a 'kind'"
          : "unknown kind '" + invalid.getTypeId() + "'. " + knownKinds(invalid);
    }
    if (error instanceof InvalidFormatException invalid) {
      Class<?> target = invalid.getTargetType();
      String value = String.valueOf(invalid.getValue());
      if (target.isEnum()) {
        return "unknown value '" + value + "'." + NearestName.advice(value, EnumName.all(target));
      }
      if (target == Double.class) {
        return "is '" + value + "'. Allowed: " + expected(invalid) + ".";
      }
      return "is '" + value + "'. Allowed: " + allowed(target) + ".";
    }
    if (error instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      String shown = given.isValueNode() ? "is '" + given.asText() + "'" : "has the wrong type";
      return shown + ". Allowed: " + allowed(mismatch.getTargetType()) + ".";
    }
    return error.getOriginalMessage();
  }

  /**
   * The expectation in Ridgeline's own message about a quantity, which Jackson wraps in a longer
   * text.
   */
  private static String expected(InvalidFormatException error) {
    String message = error.getOriginalMessage();
    int at = message.indexOf("expected ");
    return at < 0 ? "a number" : message.substring(at + "expected ".length());
  }

  private static String knownKinds(InvalidTypeIdException error) {
    String message = error.getOriginalMessage();
    int at = message.indexOf("known type ids = [");
    return at < 0 ? "" : "Known: " + message.substring(at + 18, message.indexOf(']', at)) + ".";
  }

  private static String allowed(Class<?> target) {
    if (target == String.class) {
      return "text (in quotes if it looks like a number)";
    }
    if (target == int.class
        || target == long.class
        || target == Integer.class
        || target == Long.class) {
      return "a whole number";
    }
    if (target == double.class || target == Double.class) {
      return "a number";
    }
    if (target == boolean.class || target == Boolean.class) {
      return "true or false";
    }
    if (target.isEnum()) {
      return "one of " + String.join(", ", EnumName.all(target));
    }
    if (Collection.class.isAssignableFrom(target)) {
      return "a list";
    }
    if (target == java.time.LocalDate.class) {
      return "a date such as 2026-09-19";
    }
    return "a map of fields";
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

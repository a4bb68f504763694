package dev.ridgeline.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A YAML text that was parsed, before a record is made of it. */
public final class YamlTree {

  private final ObjectMapper mapper;
  private final Source source;
  private final JsonNode tree;
  private final Lines lines;

  /** Places with a problem that is reported already, such as an alias. */
  private final Set<String> broken;

  YamlTree(ObjectMapper mapper, Source source, JsonNode tree, Lines lines, Set<String> broken) {
    this.mapper = mapper;
    this.source = source;
    this.tree = tree;
    this.lines = lines;
    this.broken = Set.copyOf(broken);
  }

  public Source source() {
    return source;
  }

  /** The text at a JSON pointer; empty where there is none. */
  public Optional<String> text(String pointer) {
    JsonNode node = tree.at(pointer);
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  /** Texts of a field in all elements of a list. */
  public List<String> texts(String list, String field) {
    return tree.at(list).findValuesAsText(field);
  }

  /** A problem at a place of the text. */
  public Problem problem(String path, String message) {
    return new Problem(source.file(), path, lines.nearest(path), message);
  }

  /**
   * Makes the record that the text describes.
   *
   * @param problems receives every problem
   * @return the record, or empty where there is a problem
   */
  public <T> Optional<Document<T>> as(Class<T> type, List<Problem> problems) {
    List<Problem> found = check(type);
    Optional<Document<T>> document = Optional.empty();
    if (found.isEmpty() && broken.isEmpty()) {
      try {
        document = Optional.of(new Document<>(source, mapper.treeToValue(tree, type), lines));
      } catch (JsonMappingException e) {
        found.add(located(e, UnaryOperator.identity()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a tree in memory cannot fail to be read", e);
      }
    }
    problems.addAll(found);
    return document;
  }

  /**
   * Makes the record of what can be read in spite of problems, so that more can be found in it.
   *
   * @param problems receives every problem
   * @return the record, or empty where the problems leave none
   */
  public <T> Optional<Document<T>> partAs(Class<T> type, List<Problem> problems) {
    List<Problem> found = check(type);
    Set<String> without = new HashSet<>(broken);
    found.forEach(problem -> without.add(problem.path()));
    Optional<Document<T>> document = Optional.empty();
    boolean goesOn = true;
    while (document.isEmpty() && goesOn) {
      ReadablePart readable = new ReadablePart(without);
      Optional<JsonNode> part = readable.of(tree, type);
      goesOn = part.isPresent();
      if (goesOn) {
        try {
          T value = mapper.treeToValue(part.get(), type);
          document = Optional.of(new Document<>(source, value, lines, readable::original));
        } catch (JsonMappingException e) {
          Problem problem = located(e, readable::original);
          if (without.stream().noneMatch(known -> known.startsWith(problem.path()))) {
            found.add(problem);
          }
          goesOn = without.add(readable.original(MappingProblem.place(e)));
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("a tree in memory cannot fail to be read", e);
        }
      }
    }
    problems.addAll(found);
    return document;
  }

  private List<Problem> check(Class<?> type) {
    List<Problem> found = new ArrayList<>();
    new FieldCheck(source.file(), lines, found).check(tree, type);
    found.removeIf(problem -> broken.contains(problem.path()));
    return found;
  }

  private Problem located(JsonMappingException error, UnaryOperator<String> original) {
    String place = original.apply(MappingProblem.place(error));
    return problem(
        place + MappingProblem.field(error), MappingProblem.reason(error, tree.at(place)));
  }
}

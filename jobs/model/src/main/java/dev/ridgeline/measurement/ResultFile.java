package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.JsonReader;
import dev.ridgeline.config.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of results, which formats look at as JSON or as a table. Both are parsed once. */
final class ResultFile {

  private final Source source;
  private @Nullable List<JsonNode> objects;
  private @Nullable List<String> header;

  ResultFile(Source source) {
    this.source = source;
  }

  String name() {
    return source.file();
  }

  String text() {
    return source.text();
  }

  /** The objects of a file of JSON, or of JSON lines; none of other files. */
  List<JsonNode> objects() {
    if (objects == null) {
      String start = source.text().stripLeading();
      boolean isJson = start.startsWith("{") || start.startsWith("[");
      objects = isJson ? JsonReader.objects(source.text()) : List.of();
    }
    return objects;
  }

  /** Whether it is JSON whose first object has all of these fields. */
  boolean hasObjectWith(String... fields) {
    if (objects().isEmpty()) {
      return false;
    }
    for (String field : fields) {
      if (!objects().get(0).has(field)) {
        return false;
      }
    }
    return true;
  }

  /** Names of the columns of the first line, as if the file were a table. */
  List<String> header() {
    if (header == null) {
      header = Csv.header(source.text());
    }
    return header;
  }
}

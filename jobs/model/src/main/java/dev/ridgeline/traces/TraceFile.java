package dev.ridgeline.traces;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import dev.ridgeline.traces.TraceFormat.Settings;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The file of a trace, read object by object, or line by line. */
final class TraceFile {

  /** Problems after which the rest of a trace is not read. */
  private static final int MOST_PROBLEMS = 20;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private final String file;
  private final Settings settings;
  private final List<Problem> problems;
  private final Trace trace = new Trace();
  private Optional<TraceFormat> format;
  private @Nullable ObjectReader reader;

  /**
   * A trace to read.
   *
   * @param format the format; empty to recognise it
   * @param problems receives every problem
   */
  TraceFile(Path path, Optional<TraceFormat> format, Settings settings, List<Problem> problems) {
    this.path = path;
    this.file = path.toString();
    this.format = format;
    this.settings = settings;
    this.problems = problems;
  }

  /** The format, once the trace is read. */
  TraceFormat format() {
    return format.orElseThrow();
  }

  /** What the reader took for granted. */
  String assumption() {
    return reader == null ? "" : reader.assumption();
  }

  /** Reads the whole trace. */
  Trace read() {
    try (InputStream in = open()) {
      if (isJson(in)) {
        readObjects(in);
      } else {
        readLines(in);
      }
    } catch (CharacterCodingException e) {
      problem(0, "is not UTF-8 text");
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problem(line, "is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      problem(0, Source.unread(path, e));
    }
    return trace;
  }

  private void problem(int line, String message) {
    problems.add(new Problem(file, "", line, message));
  }

  private InputStream open() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    return file.endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  private static boolean isJson(InputStream in) throws IOException {
    in.mark(1 << 12);
    int first = in.read();
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
      first = in.read();
    }
    in.reset();
    return first == '{' || first == '[';
  }

  private void readObjects(InputStream in) throws IOException {
    try (JsonParser parser = MAPPER.getFactory().createParser(in)) {
      JsonToken token = parser.nextToken();
      boolean isList = token == JsonToken.START_ARRAY;
      token = isList ? parser.nextToken() : token;
      while (token != null && token != JsonToken.END_ARRAY && problems.size() < MOST_PROBLEMS) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonNode node = MAPPER.readTree(parser);
        read(line, node);
        token = parser.nextToken();
      }
    }
  }

  private void read(int line, JsonNode node) {
    if (!node.isObject()) {
      problem(line, "is not an object. Allowed: {\"key\": value, ...} in each line.");
      return;
    }
    ObjectReader known = reader(line, node);
    if (known != null) {
      List<Problem> ofObject = new ArrayList<>();
      known.read(new TraceObject(file, line, node, "", ofObject), trace);
      problems.addAll(ofObject);
    }
  }

  private @Nullable ObjectReader reader(int line, JsonNode first) {
    if (reader == null && problems.isEmpty()) {
      format = format.or(() -> TraceFormat.of(first));
      if (format.isEmpty()) {
        List<String> keys = new ArrayList<>();
        first.fieldNames().forEachRemaining(keys::add);
        problem(line, "is of no known format: its first object has " + keys + "." + formats());
      } else if (format.get() == TraceFormat.AZURE) {
        problem(line, "is JSON, and a trace of the format azure is CSV.");
      }
      reader = format.map(known -> known.reader(settings)).orElse(null);
    }
    return reader;
  }

  private static String formats() {
    StringBuilder text = new StringBuilder(" Known formats and their keys:");
    for (TraceFormat known : TraceFormat.values()) {
      text.append(' ').append(known).append(" (").append(known.keys()).append(");");
    }
    text.setCharAt(text.length() - 1, '.');
    return text.toString();
  }

  private void readLines(InputStream in) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    String header = lines.readLine();
    if (header == null) {
      problem(0, "is empty. Allowed: a trace with at least one request.");
      return;
    }
    if (format.isPresent() && format.get() != TraceFormat.AZURE) {
      problem(1, "is not JSON, and a trace of the format " + format.get() + " is.");
      return;
    }
    Optional<AzureReader> azure = AzureReader.of(header);
    if (azure.isEmpty()) {
      String shown = header.substring(0, Math.min(60, header.length()));
      List<String> columns = AzureReader.COLUMNS;
      String advice =
          List.of(header.split(",", -1)).stream()
              .filter(name -> !columns.contains(name))
              .findFirst()
              .map(name -> NearestName.advice(name, columns))
              .orElse("");
      problem(1, "begins with '" + shown + "', which is no known format." + advice + formats());
      return;
    }
    format = Optional.of(TraceFormat.AZURE);
    int number = 1;
    for (String line = lines.readLine();
        line != null && problems.size() < MOST_PROBLEMS;
        line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        azure.get().read(file, number, line, trace, problems);
      }
    }
  }
}

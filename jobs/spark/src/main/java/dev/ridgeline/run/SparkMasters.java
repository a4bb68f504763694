package dev.ridgeline.run;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs of Spark masters, checked before Spark starts: it would wait for a minute, or say little.
 */
final class SparkMasters {

  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(\\*|[1-9]\\d{0,3})(, *[1-9]\\d{0,3})?])?");
  private static final Pattern SEVERAL =
      Pattern.compile("(local-cluster\\[\\d{1,6}, *\\d{1,6}, *\\d{1,6}]|yarn|k8s://\\S+)");
  private static final Pattern STANDALONE = Pattern.compile("spark://(\\S+)");
  private static final Pattern ADDRESS = Pattern.compile("([^:]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})");

  private static final int PATIENCE_MILLIS = 3_000;
  private static final int MOST_PORT = 65_535;

  private SparkMasters() {}

  /** Whether Spark runs inside this JVM. */
  static boolean isLocal(String url) {
    return LOCAL.matcher(url).matches();
  }

  /**
   * Checks that Spark knows a master, and that one of the addresses of a standalone master answers.
   *
   * @param place option or setting that names the master
   * @throws ConfigException when it does not
   */
  static void require(String place, String url) {
    Matcher standalone = STANDALONE.matcher(url);
    if (standalone.matches()) {
      requireAnswer(place, url, standalone.group(1));
    } else if (!isLocal(url) && !SEVERAL.matcher(url).matches()) {
      throw unknown(place, url);
    }
  }

  private static ConfigException unknown(String place, String url) {
    return new ConfigException(
        place,
        "is '"
            + url
            + "'. Allowed: local[*], local[4] with a number of threads from 1 to 9999,"
            + " spark://host:port, yarn, k8s://host:port.");
  }

  private static void requireAnswer(String place, String url, String addresses) {
    List<String> why = new ArrayList<>();
    for (String address : addresses.split(",", -1)) {
      Matcher parts = ADDRESS.matcher(address);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > MOST_PORT) {
        throw unknown(place, url);
      }
      Optional<String> failure = failure(parts.group(1), Integer.parseInt(parts.group(2)));
      if (failure.isEmpty()) {
        return;
      }
      why.add(address + ": " + failure.get());
    }
    throw new ConfigException(
        place,
        "is '"
            + url
            + "', and no master answers there ("
            + String.join("; ", why)
            + "). Maybe start the master, or leave --master out to run on this machine.");
  }

  /** Why an address does not answer; empty when it does. */
  private static Optional<String> failure(String host, int port) {
    try (Socket socket = new Socket()) {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        return Optional.of("unknown host");
      }
      socket.connect(address, PATIENCE_MILLIS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

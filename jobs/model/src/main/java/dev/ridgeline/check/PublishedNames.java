package dev.ridgeline.check;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ids of models behind the names under which they are published. */
final class PublishedNames {

  /** What publishers add to a name without changing the shape of a model. */
  private static final Pattern ADDITION =
      Pattern.compile(
          "(-(instruct|it|chat|hf|fp8|fp4|nvfp4|mxfp4|bf16|dynamic|block|awq|int4|w8a8|kv|preview"
              + "|v2|\\d{4}))*");

  private PublishedNames() {}

  /**
   * Returns the id of a model such as {@code llama-3.1-8b} for {@code
   * meta-llama/Llama-3.1-8B-Instruct}; the name itself where no id fits.
   */
  static String model(String name, Collection<String> ids) {
    if (ids.contains(name)) {
      return name;
    }
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String plain = last.startsWith("meta-") ? last.substring("meta-".length()) : last;
    Optional<String> found =
        ids.stream()
            .filter(plain::startsWith)
            .filter(id -> ADDITION.matcher(plain.substring(id.length())).matches())
            .max((one, other) -> Integer.compare(one.length(), other.length()));
    return found.orElse(name);
  }
}

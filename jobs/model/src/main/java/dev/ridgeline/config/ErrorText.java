package dev.ridgeline.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What errors of libraries say, for people. */
public final class ErrorText {

  /** A class of errors before what it says, such as {@code java.io.IOException: }. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error): ?");

  private ErrorText() {}

  /**
   * Returns the first line of a message without the names of classes, which some libraries put
   * before what each cause says.
   *
   * @param message message of an error; null for none
   */
  public static String plain(@Nullable String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return CLASS_NAME.matcher(line).replaceAll("").strip();
  }
}

package dev.ridgeline.output;

import java.util.Locale;

/** A form in which rows are printed. */
public enum Format {
  /** Aligned columns that fit the terminal, for people. */
  TABLE,
  /** One array of JSON objects, each on a line of its own, with numbers in full precision. */
  JSON,
  /** RFC 4180: a line of names, lines that end in CRLF, numbers in full precision. */
  CSV,
  /** A table of GitHub's Markdown, for people. */
  MARKDOWN;

  /** The name as options write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

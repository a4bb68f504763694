package dev.ridgeline.report;

/** Text that becomes part of a page. */
final class Html {

  private Html() {}

  /** A text whose characters have no meaning in HTML, also within an attribute. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      switch (one) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(one);
      }
    }
    return escaped.toString();
  }

  /** An element with a text in it. */
  static String element(String tag, String text) {
    return "<" + tag + ">" + escaped(text) + "</" + tag + ">\n";
  }

  /** An element of a class with a text in it. */
  static String element(String tag, String className, String text) {
    return "<" + tag + " class=\"" + className + "\">" + escaped(text) + "</" + tag + ">\n";
  }
}

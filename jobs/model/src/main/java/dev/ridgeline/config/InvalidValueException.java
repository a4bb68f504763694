package dev.ridgeline.config;

/**
 * A value that a record refuses to hold. The reader turns it into a {@link Problem} at the field's
 * place in the file.
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;

  /**
   * @param field the record component, as written in the file; may be a path below the record
   *     ({@code sources/layers})
   * @param value what was given
   * @param allowed what would be accepted, to follow "must be"
   */
  public InvalidValueException(String field, Object value, String allowed) {
    this(field, "is " + shown(value) + ". Allowed: " + allowed + ".");
  }

  public InvalidValueException(String field, String reason) {
    super(field + " " + reason);
    this.field = field;
    this.reason = reason;
  }

  /** Where in the record the problem is. */
  public String field() {
    return field;
  }

  /** What is wrong, without the field. */
  public String reason() {
    return reason;
  }

  private static String shown(Object value) {
    return value instanceof CharSequence ? "'" + value + "'" : String.valueOf(value);
  }
}

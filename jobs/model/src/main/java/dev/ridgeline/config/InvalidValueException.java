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
   * A value that is not allowed.
   *
   * @param field the record component as written in the file, or a path below the record ({@code
   *     sources/layers})
   * @param value the value that was given
   * @param allowed the values that are accepted, to follow "Allowed:"
   */
  public InvalidValueException(String field, Object value, String allowed) {
    this(field, "is " + shown(value) + ". Allowed: " + allowed + ".");
  }

  public InvalidValueException(String field, String reason) {
    super(field + " " + reason);
    this.field = field;
    this.reason = reason;
  }

  /** The place of the problem, relative to the record. */
  public String field() {
    return field;
  }

  /** The problem, without the field. */
  public String reason() {
    return reason;
  }

  private static String shown(Object value) {
    return value instanceof CharSequence ? "'" + value + "'" : String.valueOf(value);
  }
}

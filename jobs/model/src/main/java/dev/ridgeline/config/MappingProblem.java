package dev.ridgeline.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** What Jackson, or a record, refused to read, in the words of Ridgeline's own messages. */
final class MappingProblem {

  private MappingProblem() {}

  /** Place of the record or value that could not be made, as a JSON pointer. */
  static String place(JsonMappingException error) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : error.getPath()) {
      path.append('/')
          .append(
              reference.getFieldName() != null ? reference.getFieldName() : reference.getIndex());
    }
    return path.toString();
  }

  /** Place of the value that a record refused, below the record; empty for any other problem. */
  static String field(JsonMappingException error) {
    return error.getCause() instanceof InvalidValueException invalid && !invalid.field().isEmpty()
        ? "/" + invalid.field()
        : "";
  }

  /** The problem with the value that is given. */
  static String reason(JsonMappingException error, JsonNode given) {
    if (error.getCause() instanceof InvalidValueException refused) {
      return refused.reason();
    }
    if (error instanceof InvalidTypeIdException invalid) {
      return invalid.getTypeId() == null
          ? "needs a 'kind'"
          : "unknown kind '" + invalid.getTypeId() + "'. " + knownKinds(invalid);
    }
    if (error instanceof InvalidFormatException invalid) {
      Class<?> target = invalid.getTargetType();
      String value = String.valueOf(invalid.getValue());
      if (target.isEnum()) {
        return "unknown value '" + value + "'." + NearestName.advice(value, EnumName.all(target));
      }
      if (target == Double.class) {
        return "is '" + value + "'. Allowed: " + expected(invalid) + ".";
      }
      return "is '" + value + "'. Allowed: " + ValueTypes.allowed(target) + ".";
    }
    if (error instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return ValueTypes.shown(given)
          + ". Allowed: "
          + ValueTypes.allowed(mismatch.getTargetType())
          + ".";
    }
    return error.getOriginalMessage();
  }

  /**
   * The expectation in Ridgeline's own message about a quantity, which Jackson wraps in a longer
   * text.
   */
  private static String expected(InvalidFormatException error) {
    String message = error.getOriginalMessage();
    int at = message.indexOf("expected ");
    return at < 0 ? "a number" : message.substring(at + "expected ".length());
  }

  private static String knownKinds(InvalidTypeIdException error) {
    String message = error.getOriginalMessage();
    int at = message.indexOf("known type ids = [");
    return at < 0 ? "" : "Known: " + message.substring(at + 18, message.indexOf(']', at)) + ".";
  }
}

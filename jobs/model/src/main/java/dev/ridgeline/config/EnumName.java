package dev.ridgeline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The written form of enum constants, in files and in tables: CLASS_DEFAULT is "class-default". */
public final class EnumName {

  /**
   * The names by ordinal. They are kept because tables ask for the same few names in every cell.
   */
  private static final ClassValue<String[]> NAMES =
      new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> enumType) {
          return Arrays.stream(enumType.getEnumConstants())
              .map(constant -> written((Enum<?>) constant))
              .toArray(String[]::new);
        }
      };

  private EnumName() {}

  public static String of(Enum<?> constant) {
    return NAMES.get(constant.getDeclaringClass())[constant.ordinal()];
  }

  /** The written forms of all constants of an enum type, in order of declaration. */
  static List<String> all(Class<?> enumType) {
    return List.of(NAMES.get(enumType));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

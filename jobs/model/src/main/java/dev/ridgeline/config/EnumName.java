package dev.ridgeline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The written form of enum constants, in files and in tables: CLASS_DEFAULT is "class-default". */
public final class EnumName {

  private EnumName() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The written forms of all constants of an enum type, in order of declaration. */
  static List<String> all(Class<?> enumType) {
    return Arrays.stream(enumType.getEnumConstants()).map(c -> of((Enum<?>) c)).toList();
  }
}

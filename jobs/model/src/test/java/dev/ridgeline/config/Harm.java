package dev.ridgeline.config;

/** What is done to a line {@code field: value}. */
enum Harm {
  MISSING {
    @Override
    String apply(String indent, String field, String value) {
      return "";
    }
  },
  NULL {
    @Override
    String apply(String indent, String field, String value) {
      return indent + field + ":\n";
    }
  },
  NEGATIVE {
    @Override
    String apply(String indent, String field, String value) {
      return indent + field + ": -" + value + "\n";
    }

    @Override
    boolean fits(String value) {
      return isNumber(value) && value.matches(".*[1-9].*");
    }
  },
  NOT_A_NUMBER {
    @Override
    String apply(String indent, String field, String value) {
      return indent + field + ": .nan\n";
    }

    @Override
    boolean fits(String value) {
      return isNumber(value);
    }
  },
  HUGE {
    @Override
    String apply(String indent, String field, String value) {
      return indent + field + ": 1e999\n";
    }

    @Override
    boolean fits(String value) {
      return isNumber(value);
    }
  },
  OF_ANOTHER_TYPE {
    @Override
    String apply(String indent, String field, String value) {
      return indent + field + ": [[3]]\n";
    }
  },
  TWICE {
    @Override
    String apply(String indent, String field, String value) {
      return (indent + field + ": " + value + "\n").repeat(2);
    }
  },
  MISSPELT {
    @Override
    String apply(String indent, String field, String value) {
      return indent + field + "x: " + value + "\n";
    }
  },
  WRONG_UNIT {
    @Override
    String apply(String indent, String field, String value) {
      return indent + field + ": 7 parsec\n";
    }

    @Override
    boolean fits(String value) {
      return isNumber(value);
    }
  },
  LAUGHING {
    @Override
    String apply(String indent, String field, String value) {
      return indent
          + field
          + ": &a [lol, lol]\n"
          + indent
          + field
          + "s: [*a, *a, *a, *a, *a, *a]\n";
    }
  };

  abstract String apply(String indent, String field, String value);

  boolean fits(String value) {
    return true;
  }

  private static boolean isNumber(String value) {
    return value.matches("[0-9][0-9_.]*( [A-Za-z/]+)?");
  }
}

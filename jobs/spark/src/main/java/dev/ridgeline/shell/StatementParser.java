package dev.ridgeline.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells the line reader whether a statement goes on in another line, and which word is completed:
 * the text since an open quote, else the name before the cursor.
 */
final class StatementParser implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !Dialogue.isComplete(line)) {
      throw new EOFError(-1, -1, "a statement ends with a semicolon");
    }
    return Word.at(line, cursor);
  }

  @Override
  public boolean isEscapeChar(char character) {
    return false;
  }

  /**
   * The word before the cursor.
   *
   * @param before the text before the word
   * @param word the word up to the cursor
   * @param quoted whether it stands in a quote that is open
   */
  record Word(String line, int cursor, String before, String word, boolean quoted)
      implements CompletingParsedLine {

    static Word at(String line, int cursor) {
      String typed = line.substring(0, cursor);
      int quote = openQuote(typed);
      int start = quote >= 0 ? quote + 1 : cursor;
      while (quote < 0 && start > 0 && isOfName(typed.charAt(start - 1))) {
        start--;
      }
      return new Word(line, cursor, typed.substring(0, start), typed.substring(start), quote >= 0);
    }

    /** Place of the quote that is open at the end; -1 where none is. */
    private static int openQuote(String typed) {
      int open = -1;
      for (int i = 0; i < typed.length(); i++) {
        if (typed.charAt(i) == '\'') {
          open = open < 0 ? i : -1;
        }
      }
      return open;
    }

    private static boolean isOfName(char character) {
      return Character.isLetterOrDigit(character) || character == '_' || character == '\\';
    }

    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return word.length();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }
  }
}

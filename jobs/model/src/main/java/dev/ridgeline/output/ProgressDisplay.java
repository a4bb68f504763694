package dev.ridgeline.output;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command does and how far it is, on the standard error. It is a bar that is drawn anew on a
 * terminal, a line every few seconds elsewhere. Commands of less than a second show nothing in
 * lines. Whoever prints something else hides the display first, and the next stage shows it again.
 */
public final class ProgressDisplay implements AutoCloseable {

  /** How progress is shown. */
  public enum Form {
    /** Not at all. */
    NONE,
    /** As lines, for files and pipes. */
    LINES,
    /** As one line of a terminal that is drawn anew. */
    BAR;

    /** The form of a name in lower case, such as {@code bar}; empty where none has it. */
    public static Optional<Form> of(String name) {
      for (Form form : values()) {
        if (form.name().toLowerCase(Locale.ROOT).equals(name)) {
          return Optional.of(form);
        }
      }
      return Optional.empty();
    }
  }

  /** Shows nothing. */
  public static final ProgressDisplay NONE =
      new ProgressDisplay(
          Form.NONE, new PrintWriter(Writer.nullWriter()), Screen.UNKNOWN_WIDTH, System::nanoTime);

  static final long FIRST_LINE_NANOS = Duration.ofSeconds(1).toNanos();
  static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long TICK_MILLIS = 200;
  private static final int BAR_CHARACTERS = 24;

  /** Least time of an evaluation whose total is printed, in s. */
  private static final double LEAST_SECONDS = 1;

  /** To the begin of the line, which is cleared. */
  static final String ERASE = "\r\u001b[K";

  private final Form form;
  private final PrintWriter print;
  private final int width;
  private final LongSupplier nanoTime;

  private @Nullable Timer timer;
  private @Nullable String stage;
  private long stageStart;
  private long nextLine;
  private boolean isDrawn;
  private long all;
  private long before;
  private long done;

  /** A display that shows something when {@link #tick} is called, and not by itself. */
  ProgressDisplay(Form form, PrintWriter print, int width, LongSupplier nanoTime) {
    this.form = form;
    this.print = print;
    this.width = width;
    this.nanoTime = nanoTime;
    this.nextLine = nanoTime.getAsLong() + FIRST_LINE_NANOS;
  }

  /**
   * A display that is renewed by a thread of its own until it is closed.
   *
   * @param print the standard error
   * @param width characters of a line of the terminal
   */
  public static ProgressDisplay of(Form form, PrintWriter print, int width) {
    if (form == Form.NONE) {
      return NONE;
    }
    ProgressDisplay display = new ProgressDisplay(form, print, width, System::nanoTime);
    Timer timer = new Timer("progress", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            display.tick();
          }
        },
        TICK_MILLIS,
        TICK_MILLIS);
    display.timer = timer;
    return display;
  }

  /** Shows a stage, such as {@code starting Spark}, from now on. */
  public synchronized void stage(String what) {
    if (form != Form.NONE) {
      stage = what;
      stageStart = nanoTime.getAsLong();
      all = 0;
      before = 0;
      done = 0;
    }
  }

  /**
   * Shows an evaluation from now on.
   *
   * @param cells number of all cells; 0 where it is unknown
   * @param already number of cells that are done already
   */
  public synchronized void evaluating(long cells, long already) {
    stage("evaluating");
    all = cells;
    before = already;
    done = already;
  }

  /** Counts cells that were evaluated. */
  public synchronized void evaluated(long cells) {
    done += cells;
  }

  /** Prints how long the evaluation took, where that was more than a second. */
  public synchronized void evaluationDone() {
    double seconds = seconds();
    long cells = done - before;
    hide();
    if (form != Form.NONE && seconds > LEAST_SECONDS) {
      print.printf(Locale.ROOT, "  %,d cells in %s%n", cells, duration(seconds));
      print.flush();
    }
  }

  /** Makes room for what is printed next. Nothing is shown until the next stage. */
  public synchronized void hide() {
    erase();
    stage = null;
  }

  /** Hides the display for good. */
  @Override
  public synchronized void close() {
    hide();
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Renews what is shown, where it is time. */
  synchronized void tick() {
    if (stage == null) {
      return;
    }
    if (form == Form.BAR) {
      erase();
      print.print(fitted("  " + stage + bar() + ", " + text()));
      print.flush();
      isDrawn = true;
    } else if (nanoTime.getAsLong() >= nextLine) {
      nextLine = nanoTime.getAsLong() + LINE_NANOS;
      print.println("  " + stage + ", " + text());
      print.flush();
    }
  }

  private void erase() {
    if (isDrawn) {
      print.print(ERASE);
      print.flush();
      isDrawn = false;
    }
  }

  private double seconds() {
    return (nanoTime.getAsLong() - stageStart) / 1e9;
  }

  /** How far the evaluation is; empty where that is unknown. */
  private String bar() {
    if (all <= 0) {
      return "";
    }
    double share = Math.min(1, (double) done / all);
    int full = (int) (share * BAR_CHARACTERS);
    return String.format(
        Locale.ROOT,
        " [%s%s] %.0f %%",
        "#".repeat(full),
        ".".repeat(BAR_CHARACTERS - full),
        Math.floor(100 * share));
  }

  private String text() {
    double seconds = seconds();
    double rate = (done - before) / seconds;
    if (done == before) {
      return all > 0
          ? String.format(Locale.ROOT, "%,d of %,d cells, %s", done, all, duration(seconds))
          : duration(seconds);
    }
    return all <= done
        ? String.format(Locale.ROOT, "%,d cells", done)
        : String.format(
            Locale.ROOT, "%,d of %,d cells, %s left", done, all, duration((all - done) / rate));
  }

  /** A text that does not reach the end of a line, where terminals begin another. */
  private String fitted(String text) {
    return text.length() < width ? text : text.substring(0, width - 1);
  }

  /** A duration as text, such as {@code 12 s} or {@code 2.5 h}. */
  public static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 5400
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}

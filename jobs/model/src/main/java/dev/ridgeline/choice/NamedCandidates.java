package dev.ridgeline.choice;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The candidates that a request names: mixes, or cells by their number. Without either, all mixes
 * are candidates.
 *
 * @param mixes mixes of which a cell may be chosen
 * @param cells numbers of cells
 */
public record NamedCandidates(List<MixPattern> mixes, List<Long> cells) implements Serializable {

  /** All mixes. */
  public static final NamedCandidates ALL = new NamedCandidates(List.of(), List.of());

  private static final Pattern NUMBERS = Pattern.compile("\\s*\\d{1,18}\\s*(,\\s*\\d{1,18}\\s*)*");

  public NamedCandidates {
    mixes = List.copyOf(mixes);
    cells = List.copyOf(cells);
  }

  /**
   * Reads mixes as {@link MixPattern} does, or numbers of cells, with commas between.
   *
   * @param place option that is named in messages
   * @throws ConfigException where a mix has another form, or a name is unknown
   */
  public static NamedCandidates parse(String place, String written, Catalogs catalogs) {
    if (NUMBERS.matcher(written).matches()) {
      return new NamedCandidates(
          List.of(),
          Stream.of(written.split(",", -1)).map(String::strip).map(Long::valueOf).toList());
    }
    return new NamedCandidates(MixPattern.parse(place, written, catalogs), List.of());
  }

  /** Whether all mixes are candidates. */
  public boolean isAll() {
    return mixes.isEmpty() && cells.isEmpty();
  }

  /** Whether each candidate is one cell. */
  public boolean areCells() {
    return !cells.isEmpty();
  }

  /** SQL condition of the cells of candidates. */
  public String sql() {
    if (areCells()) {
      return CellColumns.CELL
          + cells.stream().map(String::valueOf).collect(Collectors.joining(", ", " IN (", ")"));
    }
    return mixes.isEmpty()
        ? "true"
        : mixes.stream().map(MixPattern::sql).collect(Collectors.joining(" OR ", "(", ")"));
  }
}

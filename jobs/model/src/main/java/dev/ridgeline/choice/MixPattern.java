package dev.ridgeline.choice;

import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.evaluate.CellColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mix of hardware as people write it. {@code b200} is one pool, and {@code b200 > mi300x}
 * prefills on one kind and decodes on the other. {@code b200 > h200-sxm + b200} has a feed-forward
 * side of its own. A link may follow as {@code via ib-xdr-800}, and a memory tier as {@code with
 * host-ddr5}. The names that tables print, such as {@code b200 > mi300x, ib-ndr-400}, are read,
 * too.
 *
 * @param prefill accelerator that runs prefill
 * @param decode accelerator that runs decode; null where one pool runs both
 * @param feedForward accelerator of the feed-forward side of decode; null where decode is not split
 * @param link link between the pools; null for any
 * @param tier memory tier; null for any
 */
public record MixPattern(
    String prefill,
    @Nullable String decode,
    @Nullable String feedForward,
    @Nullable String link,
    @Nullable String tier)
    implements Serializable {

  // Names of variants have blanks and commas, in brackets.
  private static final String NAME = "[^>+\\s](?:[^>+]*?[^>+\\s])?";

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?<prefill>%1$s)(\\s*>\\s*(?<decode>%1$s)(\\s*\\+\\s*(?<ffn>%1$s))?)?(?<rest>(\\s+(via|with)\\s+%1$s)*)"
              .formatted(NAME));
  private static final Pattern REST =
      Pattern.compile("(via|with)\\s+(.+?)(?=\\s+(?:via|with)\\s|$)");
  private static final Pattern COMMA = Pattern.compile(",(?![^\\[]*\\])");

  /**
   * Reads mixes with commas between.
   *
   * @param place option that is named in messages
   * @throws ConfigException with every mix that has another form, and every unknown name with the
   *     nearest ones
   */
  public static List<MixPattern> parse(String place, String written, Catalogs catalogs) {
    Reading reading = new Reading(place, catalogs);
    for (String part : COMMA.split(written, -1)) {
      reading.add(part.strip());
    }
    if (!reading.problems.isEmpty()) {
      throw new ConfigException(reading.problems);
    }
    return List.copyOf(reading.mixes);
  }

  /** The pattern that a mix alone matches. */
  public static MixPattern of(Mix mix) {
    return new MixPattern(
        mix.prefill(),
        mix.isColocated() ? null : mix.decode(),
        mix.feedForward(),
        mix.link(),
        mix.tier());
  }

  /** Whether one pool runs both phases. */
  public boolean isColocated() {
    return decode == null;
  }

  /** Whether a mix is one of the pattern, which {@link #sql} asks of cells. */
  boolean matches(Mix mix) {
    boolean isOfPools =
        prefill.equals(mix.prefill())
            && isColocated() == mix.isColocated()
            && (isColocated()
                || (Objects.equals(decode, mix.decode())
                    && Objects.equals(feedForward, mix.feedForward())));
    return isOfPools
        && (link == null || link.equals(mix.link()))
        && (tier == null || tier.equals(mix.tier()));
  }

  /** SQL condition of the cells of the mix. */
  String sql() {
    StringBuilder sql = new StringBuilder(equal(CellColumns.PREFILL.name(), prefill));
    sql.append(" AND ")
        .append(CellColumns.LINK)
        .append(isColocated() ? " IS NULL" : " IS NOT NULL");
    if (decode != null) {
      sql.append(" AND ").append(equal(CellColumns.DECODE.name(), decode));
      sql.append(" AND ")
          .append(
              feedForward == null
                  ? CellColumns.FFN + " IS NULL"
                  : equal(CellColumns.FFN.name(), feedForward));
    }
    if (link != null) {
      sql.append(" AND ").append(equal(CellColumns.LINK.name(), link));
    }
    if (tier != null) {
      sql.append(" AND ").append(equal(CellColumns.TIER.name(), tier));
    }
    return "(" + sql + ")";
  }

  private static String equal(String column, String value) {
    return column + " = '" + value + "'";
  }

  private MixPattern withLink(String name) {
    return new MixPattern(prefill, decode, feedForward, name, tier);
  }

  private MixPattern withTier(String name) {
    return new MixPattern(prefill, decode, feedForward, link, name);
  }

  /** The state of reading a list of mixes. */
  private static final class Reading {

    private final String place;
    private final Catalogs catalogs;
    private final List<MixPattern> mixes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    Reading(String place, Catalogs catalogs) {
      this.place = place;
      this.catalogs = catalogs;
    }

    /** Reads a mix, or a link or tier that follows the last one after a comma. */
    void add(String part) {
      if (!mixes.isEmpty() && isTier(part)) {
        amend("with", part);
      } else if (!mixes.isEmpty() && catalogs.links().find(part).isPresent()) {
        amend("via", part);
      } else {
        mix(part);
      }
    }

    private void mix(String part) {
      Matcher matcher = WRITTEN.matcher(part);
      if (!matcher.matches()) {
        problem(
            "is '"
                + part
                + "'. Allowed: 'A', 'A > B' or 'A > B + C', then maybe 'via LINK' and 'with TIER'.");
        return;
      }
      mixes.add(
          new MixPattern(
              accelerator(matcher.group("prefill")),
              matcher.group("decode") == null ? null : accelerator(matcher.group("decode")),
              matcher.group("ffn") == null ? null : accelerator(matcher.group("ffn")),
              null,
              null));
      Matcher rest = REST.matcher(matcher.group("rest"));
      while (rest.find()) {
        amend(rest.group(1), rest.group(2));
      }
    }

    private void amend(String word, String name) {
      int last = mixes.size() - 1;
      MixPattern mix = mixes.get(last);
      if (word.equals("with")) {
        requireTier(name);
        mixes.set(last, mix.withTier(name));
      } else if (mix.isColocated()) {
        problem(
            "gives '" + mix.prefill() + "' a link. Allowed: links between pools, as in 'A > B'.");
      } else {
        require(catalogs.links(), name);
        mixes.set(last, mix.withLink(name));
      }
    }

    private String accelerator(String name) {
      require(catalogs.accelerators(), name);
      return name;
    }

    private void require(Catalog<?> catalog, String name) {
      if (catalog.find(name).isEmpty()) {
        problem(catalog.unknown(name));
      }
    }

    private boolean isTier(String name) {
      return name.equals(KvTier.NONE.id()) || catalogs.memoryTiers().find(name).isPresent();
    }

    private void requireTier(String name) {
      if (!isTier(name)) {
        Set<String> known = new TreeSet<>(catalogs.memoryTiers().byId().keySet());
        known.add(KvTier.NONE.id());
        problem("unknown memory tier '" + name + "'." + NearestName.advice(name, known));
      }
    }

    private void problem(String message) {
      problems.add(new Problem(place, "", 0, message));
    }
  }
}

package dev.ridgeline.remote;

import java.net.URI;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Which file systems move a folder in one step. Object stores do not: they copy each of its files.
 * They show a file when it is closed, as a whole, so that nothing has to be moved there.
 */
public final class Renames {

  /** Setting of Hadoop that names the schemes of file systems which move a folder in one step. */
  public static final String SCHEMES = "ridgeline.rename.schemes";

  private static final String[] KNOWN = {
    "file", "hdfs", "viewfs", "webhdfs", "swebhdfs", "abfs", "abfss", "ofs", "o3fs"
  };

  private Renames() {}

  /**
   * Whether files of a place are written elsewhere first and then moved.
   *
   * @param place URL of the place with its scheme
   */
  public static boolean areUsed(URI place, Configuration hadoop) {
    return place.getScheme() == null
        || Set.of(hadoop.getTrimmedStrings(SCHEMES, KNOWN)).contains(place.getScheme());
  }
}

package dev.ridgeline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * An extension of Spark that deletes the files of a shuffle once they are written, between the two
 * stages of a query. Spark plans again there, and asks its rules.
 */
public final class LostShuffleFiles extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** The folder whose files are lost next; none while nothing is to be lost. */
  private static final AtomicReference<@Nullable Path> FOLDER = new AtomicReference<>();

  /** Loses the files of the next shuffle whose executors keep them in this folder. */
  public static void loseOnce(Path folder) {
    FOLDER.set(folder);
  }

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectRuntimeOptimizerRule(
        (Function1<org.apache.spark.sql.SparkSession, Rule<LogicalPlan>>)
            session -> new Deleting());
    return BoxedUnit.UNIT;
  }

  /** Changes no plan. */
  private static final class Deleting extends Rule<LogicalPlan> {

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
      delete();
      return plan;
    }

    private static synchronized void delete() {
      Path folder = FOLDER.get();
      if (folder == null) {
        return;
      }
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> lost =
            files.filter(file -> file.getFileName().toString().matches("shuffle_.*data")).toList();
        for (Path file : lost) {
          Files.delete(file);
        }
        if (!lost.isEmpty()) {
          FOLDER.set(null);
          System.out.println("deleted " + lost.size() + " files of the shuffle");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

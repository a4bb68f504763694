package dev.ridgeline.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Spark does when it writes a table: each attempt of a task writes a file of its own, and the
 * job ends with a list of the files of those that succeeded. Nothing is moved, as Hadoop's own
 * committers do. Whoever reads the folder takes the files of the list alone.
 */
public final class CommittedFiles extends FileCommitProtocol implements java.io.Serializable {

  private static final long serialVersionUID = 1L;

  /** Name of the list in the folder. */
  public static final String LIST = "_committed";

  private final String folder;
  private final List<String> written = new ArrayList<>();

  /**
   * The protocol of a job. Spark calls this by name.
   *
   * @param job id of the job
   * @param folder folder of the files
   */
  public CommittedFiles(String job, String folder) {
    this.folder = folder;
  }

  /** The names that the text of a list has, in the order of their rows. */
  public static List<String> names(String list) {
    return list.lines().toList();
  }

  @Override
  public void setupJob(JobContext job) {
    // The folder is empty.
  }

  @Override
  public void setupTask(TaskAttemptContext task) {
    written.clear();
  }

  @Override
  public String newTaskTempFile(
      TaskAttemptContext task, Option<String> partition, FileNameSpec named) {
    String name =
        "part-%05d-%s%d%s"
            .formatted(
                task.getTaskAttemptID().getTaskID().getId(),
                named.prefix(),
                task.getTaskAttemptID().getId(),
                named.suffix());
    written.add(name);
    return new Path(folder, name).toString();
  }

  @Override
  public TaskCommitMessage commitTask(TaskAttemptContext task) {
    return new TaskCommitMessage(new ArrayList<>(written));
  }

  @Override
  public void abortTask(TaskAttemptContext task) {
    // No list names the files, and the folder is deleted with them.
  }

  @Override
  public void abortJob(JobContext job) {
    // There is no list.
  }

  @Override
  public void commitJob(
      JobContext job, scala.collection.immutable.Seq<TaskCommitMessage> messages) {
    List<String> names = new ArrayList<>();
    for (TaskCommitMessage message : CollectionConverters.asJava(messages)) {
      for (Object name : (List<?>) message.obj()) {
        names.add((String) name);
      }
    }
    names.sort(null);
    Path list = new Path(folder, LIST);
    try {
      FileSystem files = list.getFileSystem(job.getConfiguration());
      try (OutputStream out = files.create(list, true)) {
        out.write(String.join("\n", names).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package dev.ridgeline.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, told apart from every other one that has its number later or elsewhere.
 *
 * @param host name of its machine
 * @param machine names the start of the machine and the space of process numbers; on systems
 *     without {@code /proc} it is the name of the machine
 * @param pid its process number
 * @param started when it started, by a clock that nobody sets: ticks since the machine started; on
 *     systems without {@code /proc} milliseconds since 1970
 */
record ProcessIdentity(String host, String machine, long pid, String started) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  /** Fields of {@code /proc/PID/stat} between the name of the program and its start. */
  private static final int FIELDS_BEFORE_START = 19;

  /** This process. */
  static ProcessIdentity self() {
    long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(hostName(), thisMachine(), pid, startOf(pid).orElse(""));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String thisMachine() {
    try {
      return Files.readString(BOOT_ID).strip() + " " + Files.readSymbolicLink(PID_NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return hostName();
    }
  }

  /** When a process of this machine started; empty where there is none of that number. */
  private static Optional<String> startOf(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      if (Files.exists(BOOT_ID)) {
        String text = Files.readString(stat);
        // The name of the program stands in brackets and may hold spaces.
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Optional.of(fields[FIELDS_BEFORE_START]);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .map(start -> String.valueOf(start.toEpochMilli()));
  }

  /** Whether this machine sees the process, so that {@link #lives} can tell. */
  boolean isHere() {
    return thisMachine().equals(machine);
  }

  /** Whether a process of this machine still lives. */
  boolean lives() {
    return startOf(pid).filter(start -> start.equals(started)).isPresent();
  }

  @Override
  public String toString() {
    return "process " + pid + " on " + host;
  }
}

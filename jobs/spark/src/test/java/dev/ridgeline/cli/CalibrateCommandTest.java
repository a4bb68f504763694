package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code calibrate}: the entry that it writes, and what it refuses. */
class CalibrateCommandTest {

  private static final String POINTS =
      """
      id,model,accelerator,quantization,engine,tp,input_tokens,output_tokens,concurrency,tpot_mean_s
      one,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,1,0.0062
      two,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,2,0.0066
      three,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,4,0.0071
      four,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,8,0.0080
      five,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,16,0.0096
      six,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,32,0.0121
      """;

  @TempDir private Path directory;
  private Path points;
  private Path mine;

  @BeforeEach
  void writePoints() throws IOException {
    points = Files.writeString(directory.resolve("points.csv"), POINTS);
    mine = directory.resolve("mine");
  }

  private CommandLineRun calibrate(String engine, String... more) {
    String[] arguments = {
      "calibrate", points.toString(), CommandLineRun.CATALOGS, "--engine=" + engine, "--out=" + mine
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandLineRun.of(all);
  }

  @Test
  void writesAnEntryThatTheOtherCommandsRead() throws IOException {
    CommandLineRun run = calibrate("vllm-fitted");
    assertThat(run.code()).as(run.err()).isZero();
    Path entry = mine.resolve("engines/vllm-fitted.yaml");
    assertThat(run.out()).contains("wrote " + entry);
    assertThat(entry).content().contains("step:", "measurements: ", points.toString());

    CommandLineRun read =
        CommandLineRun.of(
            "catalog", "engines", "vllm-fitted", CommandLineRun.CATALOGS, "--catalog=" + mine);
    assertThat(read.code()).as(read.err()).isZero();
    assertThat(read.out().replaceAll("\\s+", " ")).contains("fit has the points");

    CommandLineRun rows = calibrate("vllm-fitted", "--format=csv", "--overwrite");
    assertThat(rows.out().lines().toList().get(0)).startsWith("kind,name,value,unit,is_identified");
    assertThat(rows.out()).contains("constant,gemm-launch-bf16,", "error,before the fit,");
    assertThat(rows.err()).contains("wrote " + entry);
  }

  /** A fit that was edited by hand is not lost to a second one. */
  @Test
  void replacesAnEntryOnlyWhereItIsToldTo() throws IOException {
    Path entry = mine.resolve("engines/vllm-fitted.yaml");
    Files.createDirectories(entry.getParent());
    Files.writeString(entry, "mine");

    CommandLineRun refused = calibrate("vllm-fitted");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(entry + ": ").contains("--overwrite to replace it");
    assertThat(entry).hasContent("mine");

    assertThat(calibrate("vllm-fitted", "--overwrite").code()).isZero();
    assertThat(entry).content().contains("step:");
  }

  @Test
  void anUnknownEngineIsNamedWithTheNearest() {
    CommandLineRun run = calibrate("vllm-fited");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--engine").contains("Maybe you meant 'vllm-fitted'.");
    assertThat(mine).doesNotExist();
  }

  @Test
  void pointsThatCannotBeExpressedAreNoFit() throws IOException {
    Files.writeString(points, POINTS.replace("llama-3.1-8b", "llama-9"));
    CommandLineRun run = calibrate("vllm-fitted");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("has no point with a TPOT that the catalogs can express");
    assertThat(mine).doesNotExist();
  }

  /** The committed times of an H200 make a profile that the other commands read. */
  @Test
  void timesOfKernelsMakeAProfile() {
    String[] asked = {
      "calibrate",
      CommandLineRun.CATALOGS,
      "--kernels=../../deploy/measure/h200-sxm.csv",
      "--accelerator=h200-sxm",
      "--out=" + mine
    };
    CommandLineRun run = CommandLineRun.of(asked);
    assertThat(run.code()).as(run.err()).isZero();
    Path entry = mine.resolve("efficiency/h200-sxm.yaml");
    assertThat(run.out()).contains("gemm bf16", "held out", "wrote " + entry);
    assertThat(entry).content().contains("PyTorch 2.11.0");
    assertThat(
            CommandLineRun.of(
                    "catalog",
                    "efficiency",
                    "h200-sxm",
                    CommandLineRun.CATALOGS,
                    "--catalog=" + mine)
                .code())
        .isZero();
  }

  @Test
  void kernelsAndServersAreFittedApart() {
    CommandLineRun both = calibrate("vllm-fitted", "--kernels=k.csv");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--kernels takes neither MEASUREMENTS nor --engine");
    CommandLineRun neither =
        CommandLineRun.of("calibrate", "--engine=vllm-fitted", "--out=" + mine);
    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err()).contains("Missing required parameter: 'MEASUREMENTS'");
  }
}

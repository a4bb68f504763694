package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code check}: its report, its exit codes and the table that it leaves. */
class CheckCommandTest {

  private static final String POINTS =
      """
      id,model,accelerator,quantization,engine,tp,input_tokens,output_tokens,concurrency,tpot_mean_s,split,clean
      one,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,8,0.008,dev,true
      two,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,32,0.012,dev,false
      three,llama-3.1-8b,h100-sxm,bf16,vllm,1,1000,200,8,0.011,other,true
      four,llama-9,h100-sxm,bf16,vllm,1,1000,200,8,0.011,other,true
      """;

  @TempDir private Path directory;

  private CommandLineRun check(String... options) throws IOException {
    Path file = Files.writeString(directory.resolve("points.csv"), POINTS);
    String[] arguments = new String[options.length + 3];
    arguments[0] = "check";
    arguments[1] = file.toString();
    arguments[2] = CommandLineRun.CATALOGS;
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void reportsErrorsByGroup() throws IOException {
    CommandLineRun run = check("--by=format,model");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("4 measured points, 3 of them predicted")
        .contains("1 not: unknown model 'llama-9'")
        .contains("by format", "by model", "order of formats right in 1 of 1 pairs")
        .doesNotContain("by accelerator");
  }

  @Test
  void selectsPointsAndEngines() throws IOException {
    assertThat(check("--split=dev").out()).contains("2 measured points, 2 of them predicted");
    assertThat(check("--split=dev", "--clean").out()).contains("1 measured points");
    assertThat(check("--engine=ideal").out()).isNotEqualTo(check().out());
    assertThat(check("--set=accelerator=h200-sxm").out()).contains("h200-sxm");
  }

  @Test
  void isTooFarOffWithExitCodeOne() throws IOException {
    CommandLineRun within = check("--max-mape=900%");
    assertThat(within.code()).isZero();
    CommandLineRun above = check("--max-mape=0.0001");
    assertThat(above.code()).isEqualTo(1);
    assertThat(above.out()).contains("% off. Allowed by --max-mape: 0.0%.");
  }

  /** Programs read errors of groups, or each point; what people read goes elsewhere. */
  @Test
  void printsRowsForPrograms() throws IOException {
    CommandLineRun errors = check("--by=format", "--format=json");
    assertThat(errors.out()).startsWith("[").contains("\"by\": \"all\"", "\"group\": \"bf16\"");
    assertThat(errors.err()).contains("4 measured points, 3 of them predicted");
    CommandLineRun points = check("--points", "--format=csv", "--max-mape=0.0001");
    assertThat(points.code()).isEqualTo(1);
    assertThat(points.out().lines()).hasSize(5).first().asString().startsWith("id,source,origin,");
    assertThat(points.err()).contains("Allowed by --max-mape: 0.0%.");
    assertThat(check("--format=markdown").out()).startsWith("| by | group | points |");
  }

  @Test
  void wrongInputIsExitCodeTwo() throws IOException {
    CommandLineRun percent = check("--max-mape=8");
    assertThat(percent.code()).isEqualTo(2);
    assertThat(percent.err()).contains("is '8'. Allowed: a share above 0 and at most 1");
    CommandLineRun engine = check("--engine=vllm-0.1");
    assertThat(engine.code()).isEqualTo(2);
    assertThat(engine.err()).contains("unknown engine 'vllm-0.1'", "Maybe you meant 'vllm-0.10'");
    assertThat(check("--split=devel").err()).contains("Maybe you meant 'dev'");
    assertThat(check("--set=gpu=h200").err()).contains("is not a column of measured points");
    assertThat(check("--by=gpu").code()).isEqualTo(2);
  }

  @Test
  void leavesATableForSql() throws IOException {
    String place = directory.resolve("checks").toString();
    CommandLineRun run = check("--out=" + place);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Parquet: " + place + ", table checks");
    CommandLineRun sql =
        CommandLineRun.of(
            "sql",
            place,
            "SELECT id, is_predicted, reason, tpot_s FROM checks ORDER BY tpot_s, id",
            "--master=local[1]");
    assertThat(sql.out())
        .isEqualToNormalizingNewlines(
            """
            id     is_predicted  reason                   tpot_s
            one    true          -                         0.008
            four   false         unknown model 'llama-9'   0.011
            three  true          -                         0.011
            two    true          -                         0.012
            """);
    CommandLineRun again = check("--out=" + place);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("holds a complete run", "--overwrite");
  }
}

package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.Browser;
import dev.ridgeline.testing.NeedsProgram;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page of a report, in a browser. It is loaded once, since its charts take their time. */
@NeedsProgram(
    value = {"chromium", "chromedriver"},
    packages = {"chromium", "chromium-driver"})
class ReportPageTest {

  private static final Path AXE = Path.of("src/test/resources/dev/ridgeline/report/axe.min.js");

  /** Four workloads on three mixes. */
  private static final String SWEEP =
      """
      name: agents
      axes:
        models: [llama-3.1-70b, deepseek-v3]
        quantizations: [fp8]
        hardware:
          - colocated: [h100-sxm, b200]
          - {prefill: [b200], decode: [h200-sxm], link: [ib-ndr-400]}
        parallelism: [{tp: 8}, {tp: 1, ep: 8}]
        workflows: [chat, coding]
        batch: [1, 16, 64]
      targets: {ttftSeconds: 10 s, tpotSeconds: 50 ms}
      """;

  @TempDir private static Path directory;
  private static Path run;
  private static Path page;
  private static Browser browser;

  @BeforeAll
  static void makeThePage() {
    Path sweep = TestSweep.write(directory, "sweep.yaml", SWEEP);
    run = directory.resolve("<img src=x onerror=window.injected=1>");
    page = directory.resolve("page.html");
    CommandLineRun made =
        CommandLineRun.of(
            "sweep", sweep.toString(), CommandLineRun.CATALOGS, "--out=" + run, "--report=" + page);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("Report: " + page);
    browser = Browser.start(directory.resolve("profile"));
    browser.show(page, 1400, "light");
    assertThat(browser.run("return document.body.dataset.failed")).isNull();
  }

  @AfterAll
  static void closeTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  /** The page as it was when it was loaded. */
  private static void show() {
    browser.run(
        """
        document.querySelectorAll('.check input').forEach(one => { if (one.checked) one.click(); });
        document.querySelectorAll('details').forEach(one => { one.open = false; });
        const search = document.querySelector('input[type=search]');
        search.value = '';
        search.dispatchEvent(new Event('input'));
        const workload = document.getElementById('workload');
        window.firstWorkload = window.firstWorkload || workload.value;
        if (workload.value !== window.firstWorkload) {
          workload.value = window.firstWorkload;
          workload.dispatchEvent(new Event('change'));
        }
        const clear = [...document.querySelectorAll('button')]
            .find(one => one.textContent === 'Clear the selection');
        if (!clear.disabled) clear.click();
        """);
    browser.await(
        "return document.querySelector('[aria-busy]') === null", "a figure is not drawn again");
  }

  /** Rows of CSV without quotes. */
  private static List<String> csv(String... arguments) {
    CommandLineRun answer = CommandLineRun.of(arguments);
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out().lines().skip(1).toList();
  }

  private static String text(String script) {
    return String.valueOf(browser.run(script));
  }

  /** Read back from the table of answers, from that of cells, and from what a chart draws. */
  @Test
  void numbersOnThePageAreThoseOfSql() throws SQLException {
    show();
    List<String> answers =
        csv("choose", run.toString(), "--format=csv", "--table=choices").stream()
            .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
            .map(cells -> cells[8] + " " + cells[9] + " " + cells[10])
            .toList();
    List<String> shown = new ArrayList<>();
    for (WebElement row : browser.all("#answers tbody tr")) {
      List<String> values = new ArrayList<>();
      for (String column : List.of("dollars_per_request", "ttft_s", "tpot_s")) {
        values.add(
            row.findElement(By.cssSelector("[data-column=" + column + "]"))
                .getDomAttribute("data-value"));
      }
      shown.add(String.join(" ", values));
    }
    assertThat(numbers(shown)).isEqualTo(numbers(answers)).hasSizeGreaterThan(1);

    Map<Double, List<Double>> cells = cellsByNumber();
    browser.run("document.querySelectorAll('.check input')[0].click()");
    assertThat(text("return document.querySelectorAll('#cells tbody tr').length")).isEqualTo("20");
    for (WebElement row : browser.all("#cells tbody tr")) {
      List<Double> line = new ArrayList<>();
      for (String column : List.of("cell", "dollars_per_request", "tpot_s")) {
        line.add(
            Double.valueOf(
                row.findElement(By.cssSelector("[data-column=" + column + "]"))
                    .getDomAttribute("data-value")));
      }
      assertThat(cells.get(line.get(0))).isEqualTo(line);
    }
  }

  /**
   * Number, price and time per token of the cells of the run, as another engine reads its files.
   */
  private static Map<Double, List<Double>> cellsByNumber() throws SQLException {
    Map<Double, List<Double>> cells = new HashMap<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT cell, dollars_per_request, tpot_s FROM read_parquet('"
                    + run.resolve("cells")
                    + "/*.parquet') WHERE dollars_per_request IS NOT NULL")) {
      while (rows.next()) {
        cells.put(
            rows.getDouble(1), List.of(rows.getDouble(1), rows.getDouble(2), rows.getDouble(3)));
      }
    }
    return cells;
  }

  /** The numbers in lines, since a browser and Java write the same number differently. */
  private static List<List<Double>> numbers(List<String> lines) {
    return lines.stream()
        .map(line -> Arrays.stream(line.split("[ ,]")).map(Double::valueOf).toList())
        .toList();
  }

  @Test
  void nothingIsFetchedAndNoNameIsRun() {
    show();
    assertThat(text("return performance.getEntriesByType('resource').length")).isEqualTo("0");
    assertThat(browser.run("return window.injected")).isNull();
    assertThat(text("return document.querySelector('.about').textContent"))
        .contains("<img src=x onerror=window.injected=1>");
  }

  @Test
  void theAccessibilityCheckerFindsNothing() {
    show();
    requireAccessible(1400);
  }

  @Test
  void theAccessibilityCheckerFindsNothingOnADarkPhone() {
    browser.inAnotherTab(
        () -> {
          browser.show(page, 360, "dark");
          requireAccessible(360);
        });
  }

  private static void requireAccessible(int width) {
    browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    browser.load(AXE);
    Object found =
        browser.runLater(
            "const done = arguments[0]; axe.run().then(result => done(result.violations.map(one =>"
                + " one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | '))))");
    assertThat(found).isEqualTo(List.of());
    assertThat(text("return document.documentElement.scrollWidth <= " + width)).isEqualTo("true");
  }

  @Test
  void everyChartHasATextAndItsData() {
    show();
    List<WebElement> sections = browser.all("section[data-figure]");
    assertThat(sections).hasSizeGreaterThan(6);
    browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    for (WebElement section : sections) {
      String name = section.getDomAttribute("data-figure");
      WebElement canvas = section.findElement(By.tagName("canvas"));
      assertThat(canvas.getDomAttribute("role")).as(name).isEqualTo("img");
      assertThat(canvas.getDomAttribute("aria-label").length()).as(name).isGreaterThan(60);
      assertThat(section.findElements(By.cssSelector("details tbody tr"))).as(name).isNotEmpty();
    }
  }

  @Test
  void theTableFiltersSortsAndIsDownloaded() {
    show();
    browser.run("document.querySelectorAll('.check input')[0].click()");
    WebElement search = browser.find("input[type=search]");
    search.sendKeys("b200 > h200");
    assertThat(
            text(
                "return [...document.querySelectorAll('#cells [data-column=mix]')].every(one =>"
                    + " one.textContent.startsWith('b200 > h200-sxm'))"))
        .isEqualTo("true");
    search.clear();
    search.sendKeys("64", Keys.TAB);
    browser.run(
        "[...document.querySelectorAll('#cells th button')].find(one =>"
            + " one.textContent.startsWith('tpot_s')).click()");
    assertThat(
            text(
                "const seconds = [...document.querySelectorAll('#cells [data-column=tpot_s]')].map(one"
                    + " => Number(one.dataset.value)); return seconds.length > 1 && seconds.every((one, i) =>"
                    + " i === 0 || one >= seconds[i - 1])"))
        .isEqualTo("true");
    String csv =
        String.valueOf(
            browser.runLater(
                "const done = arguments[0]; const make = URL.createObjectURL; URL.createObjectURL ="
                    + " blob => { blob.text().then(done); return make(blob); };"
                    + " document.getElementById('cells-csv').click();"));
    assertThat(csv.lines().findFirst().orElse("")).contains("cell,mix,", "dollars_per_request");
    String rows =
        text("return document.querySelectorAll('#table ~ div [role=status]')[0].textContent");
    assertThat(csv.lines().count() - 1)
        .isEqualTo(Long.parseLong(rows.replaceAll(".* of ([\\d,]+) cells", "$1")));
  }

  @Test
  void aSelectionInOneChartSelectsInTheOtherAndInTheTable() {
    show();
    WebElement canvas = browser.find("section[data-figure=explore] canvas");
    String before = text("return document.querySelectorAll('#cells tbody tr').length");
    int width = canvas.getSize().getWidth();
    int height = canvas.getSize().getHeight();
    new Actions(browser.driver())
        .scrollToElement(canvas)
        .moveToElement(canvas, -width / 3, -height / 8)
        .clickAndHold()
        .moveByOffset(width / 8, height / 3)
        .release()
        .perform();
    String status =
        text(
            "return document.querySelector('section[data-figure=explore] [role=status]').textContent");
    assertThat(status).matches("\\d+ of \\d+ cells are selected.*");
    String selected = status.replaceAll(" .*", "");
    assertThat(text("return document.querySelectorAll('#cells tbody tr').length"))
        .isEqualTo(selected)
        .isNotEqualTo(before);
  }

  @Test
  void theKeyboardReachesAllControls() {
    show();
    browser.find("#workload").sendKeys(Keys.HOME);
    String first = text("return document.querySelector('section p[aria-live]').textContent");
    browser.find("#workload").sendKeys(Keys.ARROW_DOWN);
    assertThat(text("return document.querySelector('section p[aria-live]').textContent"))
        .isNotEqualTo(first);
    assertThat(
            text(
                "return [...document.querySelectorAll('main button:not([disabled]), main select, main"
                    + " input, main summary, main .scroll')].every(one => one.tabIndex >= 0)"))
        .isEqualTo("true");
  }

  /**
   * A page that draws one figure alone has its image in an attribute, from which a command takes
   * it.
   */
  @Test
  void linkedChartsAreOneImage() throws IOException {
    String only = "<body data-only=\"explore\" data-format=\"svg\">";
    Path alone = directory.resolve("alone.html");
    Files.writeString(alone, Files.readString(page).replaceFirst("<body *>", only));
    browser.inAnotherTab(
        () -> {
          browser.load(alone, "return document.body.dataset.image !== undefined");
          String image = text("return document.body.dataset.image");
          assertThat(image).startsWith("data:image/svg+xml;base64,");
          assertThat(decoded(image)).startsWith("<svg").contains("ridge of");
        });
  }

  private static String decoded(String image) {
    byte[] bytes = Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The command has a browser draw the image of a figure, here of measurements alone. */
  @Test
  void aFigureIsAnImage() throws IOException {
    Path points =
        Files.writeString(
            directory.resolve("points.csv"),
            """
            id,model,accelerator,quantization,engine,tp,input_tokens,output_tokens,concurrency,tpot_mean_s
            one,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,8,0.008
            two,llama-3.1-8b,h100-sxm,fp8,vllm,1,1000,200,32,0.012
            """);
    Path checks = directory.resolve("checks");
    CommandLineRun checked =
        CommandLineRun.of("check", points.toString(), CommandLineRun.CATALOGS, "--out=" + checks);
    assertThat(checked.code()).as(checked.err()).isZero();
    Path image = directory.resolve("checks.svg");
    CommandLineRun drawn =
        CommandLineRun.of(
            "report", checks.toString(), "--figure=checks", "--format=svg", "--out=" + image);
    assertThat(drawn.code()).as(drawn.err()).isZero();
    assertThat(Files.readString(image)).startsWith("<svg").contains("of 2 measured points");
    assertThat(Files.size(image)).isGreaterThan(5_000);
  }
}

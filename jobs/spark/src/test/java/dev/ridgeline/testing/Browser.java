package dev.ridgeline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A Chromium without a window, with a page open. */
public final class Browser implements AutoCloseable {

  private static final int MOST_TRIES = 600;
  private static final int MILLISECONDS = 50;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts Chromium, with its profile in a folder. */
  public static Browser start(Path profile) {
    NeededPrograms programs = NeededPrograms.OF_THIS_MACHINE;
    ChromeOptions options = new ChromeOptions();
    options.setBinary(programs.program("chromium").toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(programs.program("chromedriver").toFile())
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** Shows a page, and waits until its script says that all is drawn. */
  public void show(Path page, int width, String colorScheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    load(page, "return Boolean(document.body.dataset.drawn || document.body.dataset.failed)");
  }

  /** Loads a page, and waits until a script says that it is ready. */
  public void load(Path page, String ready) {
    driver.get(page.toUri().toString());
    await(ready, page + " is not ready");
  }

  /** Waits until a script returns true. */
  public void await(String script, String otherwise) {
    for (int i = 0; i < MOST_TRIES; i++) {
      if (Boolean.TRUE.equals(run(script))) {
        return;
      }
      pause();
    }
    throw new IllegalStateException(otherwise);
  }

  /** Does something in a tab of its own, and then goes back to the tab before. */
  public void inAnotherTab(Runnable work) {
    String before = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    try {
      work.run();
    } finally {
      driver.close();
      driver.switchTo().window(before);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The value of a script. */
  public Object run(String script) {
    return driver.executeScript(script);
  }

  /** The value that a script gives to its last argument, a function. */
  public Object runLater(String script) {
    return driver.executeAsyncScript(script);
  }

  /** Runs a script of a file, such as a library. */
  public void load(Path script) {
    try {
      driver.executeScript(Files.readString(script));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  public ChromeDriver driver() {
    return driver;
  }

  @Override
  public void close() {
    driver.quit();
  }
}

package dev.ridgeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorTextTest {

  @Test
  void causesAreToldWithoutTheNamesOfTheirClasses() {
    assertThat(
            ErrorText.plain(
                "s3a://box/x: org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException: No credentials :"
                    + " software.amazon.awssdk.core.exception.SdkClientException: Unable to load\nat"))
        .isEqualTo("s3a://box/x: No credentials : Unable to load");
    assertThat(ErrorText.plain("java.lang.OutOfMemoryError: Java heap space"))
        .isEqualTo("Java heap space");
  }

  @Test
  void wordsAreKept() {
    assertThat(ErrorText.plain("no Exception: none")).isEqualTo("no Exception: none");
    assertThat(ErrorText.plain(null)).isEmpty();
  }
}

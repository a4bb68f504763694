package dev.ridgeline.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every axis, of which there are as many as constants. */
class AxisTest {

  private static final Path SWEEPS = Path.of("../../sweep-configs");
  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  static Stream<Axis<?>> axes() {
    return Axis.ALL.stream();
  }

  @Test
  void everyConstantIsInTheListOnce() {
    assertThat(
            Arrays.stream(Axis.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == Axis.class)
                .map(AxisTest::constant))
        .containsExactlyInAnyOrderElementsOf(Axis.ALL);
  }

  private static Object constant(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theListIsInOrderAndNamesAreUnique() {
    assertThat(Axis.ALL).isSorted().extracting(Axis::order).isEqualTo(upTo(Axis.ALL.size()));
    assertThat(Axis.ALL).extracting(Axis::name).doesNotHaveDuplicates();
  }

  private static List<Integer> upTo(int end) {
    return Stream.iterate(0, i -> i + 1).limit(end).toList();
  }

  /** Two axes with one field would both read it. */
  @Test
  void noTwoAxesShareAFieldOfSweepFiles() {
    assertThat(
            axes()
                .flatMap(axis -> Arrays.stream(axis.fields().getRecordComponents()))
                .map(RecordComponent::getName))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("axes")
  void anAxisIsOneObjectWhereverItIsSent(Axis<?> axis) throws Exception {
    assertThat(copy(axis)).isSameAs(axis);
  }

  private static Object copy(Object original) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"quickstart", "hardware-mixes", "codesign", "billion", "paper-figures", "users"})
  void theGridHasEveryCombinationAndNoTwoValuesHaveOneLabel(String name) {
    DesignSpace space = Sweep.read(SWEEPS.resolve(name + ".yaml"), CATALOGS).space();
    long product = 1;
    for (Axis<?> axis : Axis.ALL) {
      List<String> labels = labels(space, axis);
      assertThat(labels).as(axis.name()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(space.grid().size(axis)).isEqualTo(labels.size());
      product *= labels.size();
    }
    assertThat(space.grid().cells()).isEqualTo(product);
  }

  private static <T> List<String> labels(DesignSpace space, Axis<T> axis) {
    return space.values(axis).stream().map(axis::label).toList();
  }

  @Test
  void valuesOnOneAxisLeaveTheOthersAlone() {
    AxisValues values = AxisValues.NONE.with(Axis.BATCH, List.of(1, 8));
    AxisValues more = values.with(Axis.SPECULATION, List.of(Speculation.NONE));
    assertThat(more.of(Axis.BATCH)).containsExactly(1, 8);
    assertThat(more.of(Axis.SPECULATION)).containsExactly(Speculation.NONE);
    assertThat(values.of(Axis.SPECULATION)).isEmpty();
    assertThat(more.with(Axis.BATCH, List.of(2)).of(Axis.BATCH)).containsExactly(2);
  }
}

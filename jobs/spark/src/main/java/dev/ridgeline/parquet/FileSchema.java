package dev.ridgeline.parquet;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The schema of a Parquet file, as Spark would write it.
 *
 * @param type columns with their types
 * @param ofSpark Spark's own form of the schema, which has the comments of columns: JSON
 * @param reals names of the columns of doubles
 */
public record FileSchema(MessageType type, String ofSpark, List<String> reals) {

  private static final String NAME = "spark_schema";

  public FileSchema {
    reals = List.copyOf(reals);
  }

  /** The schema of a table. */
  public static FileSchema of(List<? extends Column<?>> columns) {
    List<String> reals = new ArrayList<>();
    for (Column<?> column : columns) {
      if (column.reader() instanceof Reader.Real) {
        reals.add(column.name());
      }
    }
    return new FileSchema(
        new MessageType(NAME, columns.stream().map(FileSchema::type).toArray(Type[]::new)),
        columns.stream()
            .map(FileSchema::json)
            .collect(Collectors.joining(",", "{\"type\":\"struct\",\"fields\":[", "]}")),
        reals);
  }

  /** The schema of a table of Spark that has texts, numbers of 64 bits and truth values. */
  static FileSchema of(StructType table) {
    List<Type> types = new ArrayList<>();
    List<String> reals = new ArrayList<>();
    for (StructField field : table.fields()) {
      types.add(type(field));
      if (field.dataType().equals(DataTypes.DoubleType)) {
        reals.add(field.name());
      }
    }
    return new FileSchema(new MessageType(NAME, types), table.json(), reals);
  }

  private static Type type(StructField field) {
    Type.Repetition repetition =
        field.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    if (field.dataType().equals(DataTypes.StringType)) {
      return Types.primitive(PrimitiveTypeName.BINARY, repetition)
          .as(LogicalTypeAnnotation.stringType())
          .named(field.name());
    }
    return Types.primitive(number(field), repetition).named(field.name());
  }

  private static PrimitiveTypeName number(StructField field) {
    if (field.dataType().equals(DataTypes.LongType)) {
      return PrimitiveTypeName.INT64;
    }
    if (field.dataType().equals(DataTypes.DoubleType)) {
      return PrimitiveTypeName.DOUBLE;
    }
    if (field.dataType().equals(DataTypes.BooleanType)) {
      return PrimitiveTypeName.BOOLEAN;
    }
    throw new IllegalArgumentException(
        "cannot write column " + field.name() + " of type " + field.dataType().sql());
  }

  private static Type type(Column<?> column) {
    Type.Repetition repetition =
        column.nulls().mayBe() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    Reader<?> reader = column.reader();
    if (reader instanceof Reader.Texts) {
      return Types.list(repetition)
          .requiredElement(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(column.name());
    }
    if (reader instanceof Reader.Text) {
      return Types.primitive(PrimitiveTypeName.BINARY, repetition)
          .as(LogicalTypeAnnotation.stringType())
          .named(column.name());
    }
    if (reader instanceof Reader.Day) {
      return Types.primitive(PrimitiveTypeName.INT32, repetition)
          .as(LogicalTypeAnnotation.dateType())
          .named(column.name());
    }
    return Types.primitive(number(reader), repetition).named(column.name());
  }

  private static PrimitiveTypeName number(Reader<?> reader) {
    if (reader instanceof Reader.Whole) {
      return PrimitiveTypeName.INT64;
    }
    return reader instanceof Reader.Flag ? PrimitiveTypeName.BOOLEAN : PrimitiveTypeName.DOUBLE;
  }

  private static String json(Column<?> column) {
    return "{\"name\":%s,\"type\":%s,\"nullable\":%s,\"metadata\":{\"comment\":%s}}"
        .formatted(
            quoted(column.name()),
            json(column.reader()),
            column.nulls().mayBe(),
            quoted(column.comment()));
  }

  private static String json(Reader<?> reader) {
    if (reader instanceof Reader.Texts) {
      return "{\"type\":\"array\",\"elementType\":\"string\",\"containsNull\":false}";
    }
    return reader instanceof Reader.Whole ? "\"long\"" : quoted(reader.typeName());
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}

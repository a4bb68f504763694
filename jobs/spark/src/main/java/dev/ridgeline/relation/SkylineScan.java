package dev.ridgeline.relation;

import dev.ridgeline.frontier.Skyline;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;

/** A scan that can reduce its own rows to skylines, without making rows of them first. */
public interface SkylineScan {

  /**
   * The skylines of groups, where each task has skylines of its own; empty where the scan cannot
   * answer the request.
   */
  Optional<JavaPairRDD<List<String>, Skyline>> skylines(SparkSession spark, SkylineRequest request);
}

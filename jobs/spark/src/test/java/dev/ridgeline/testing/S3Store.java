package dev.ridgeline.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A store that speaks the protocol of S3 on the loopback interface, and keeps its objects in
 * memory: S3Proxy. Its classes are loaded apart from all others, from jars that the build copied,
 * because it needs versions of libraries that Spark does not have.
 */
public final class S3Store implements AutoCloseable {

  private static final Path JARS = Path.of("target", "s3proxy");

  private final URLClassLoader classes;
  private final Object server;

  private S3Store(URLClassLoader classes, Object server) {
    this.classes = classes;
    this.server = server;
  }

  /** Starts a store with one empty bucket. */
  public static S3Store start(String bucket) throws IOException, ReflectiveOperationException {
    URLClassLoader classes = classes();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      Class<?> server = classes.loadClass("org.gaul.s3proxy.S3Proxy");
      Object builder = server.getMethod("builder").invoke(null);
      Class<?> blobStore = classes.loadClass("org.jclouds.blobstore.BlobStore");
      builder
          .getClass()
          .getMethod("blobStore", blobStore)
          .invoke(builder, blobs(classes, blobStore, bucket));
      builder
          .getClass()
          .getMethod("endpoint", URI.class)
          .invoke(builder, URI.create("http://127.0.0.1:0"));
      // Such as checksums of its newest clients.
      builder.getClass().getMethod("ignoreUnknownHeaders", boolean.class).invoke(builder, true);
      Object built = builder.getClass().getMethod("build").invoke(builder);
      server.getMethod("start").invoke(built);
      return new S3Store(classes, built);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What keeps the objects. */
  private static Object blobs(URLClassLoader classes, Class<?> blobStore, String bucket)
      throws ReflectiveOperationException {
    Class<?> contexts = classes.loadClass("org.jclouds.ContextBuilder");
    Object ofMemory =
        classes
            .loadClass("org.jclouds.blobstore.TransientApiMetadata")
            .getConstructor()
            .newInstance();
    Object builder =
        contexts
            .getMethod("newBuilder", classes.loadClass("org.jclouds.apis.ApiMetadata"))
            .invoke(null, ofMemory);
    Class<?> context = classes.loadClass("org.jclouds.blobstore.BlobStoreContext");
    Object built = contexts.getMethod("build", Class.class).invoke(builder, context);
    Object blobs = context.getMethod("getBlobStore").invoke(built);
    blobStore
        .getMethod(
            "createContainerInLocation",
            classes.loadClass("org.jclouds.domain.Location"),
            String.class)
        .invoke(blobs, null, bucket);
    return blobs;
  }

  private static URLClassLoader classes() throws IOException {
    try (Stream<Path> jars = Files.list(JARS)) {
      List<URI> files = jars.sorted().map(Path::toUri).toList();
      URL[] places = new URL[files.size()];
      for (int i = 0; i < places.length; i++) {
        places[i] = files.get(i).toURL();
      }
      return new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
    }
  }

  /** Settings with which {@code s3a:} URLs name this store, by their names in Hadoop. */
  public Map<String, String> settings() throws ReflectiveOperationException {
    Object port = server.getClass().getMethod("getPort").invoke(server);
    return Map.of(
        "fs.s3a.endpoint", "http://127.0.0.1:" + port,
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        // Hadoop's default remembers files that were replaced since, and reads past their end.
        "fs.s3a.input.stream.type", "classic",
        "fs.s3a.create.conditional.enabled", "false", // S3Proxy knows no conditional writes.
        "fs.s3a.access.key", "test",
        "fs.s3a.secret.key", "test");
  }

  @Override
  public void close() throws IOException, ReflectiveOperationException {
    server.getClass().getMethod("stop").invoke(server);
    classes.close();
  }
}

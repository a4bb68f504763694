package dev.ridgeline.sweep;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTreeScanner;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.ridgeline.config.FieldDocs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the comments of records say of their components, read from the sources by the compiler's own
 * parser. Editors show it beside the fields of a file.
 */
final class JavadocOfRecords implements FieldDocs {

  /** Descriptions by class and component, such as {@code dev.ridgeline.catalog.Model.layers}. */
  private final Map<String, String> docs = new HashMap<>();

  /**
   * Reads all sources below a folder.
   *
   * @throws IOException if a file cannot be read
   */
  static JavadocOfRecords below(Path folder) throws IOException {
    JavadocOfRecords read = new JavadocOfRecords();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> paths = Files.walk(folder)) {
      List<Path> sources = paths.filter(path -> path.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        read.new Classes(trees, unit.getPackageName().toString()).scan(unit, null);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return read;
  }

  @Override
  public Optional<String> of(Class<?> record, String field) {
    return Optional.ofNullable(docs.get(record.getCanonicalName() + "." + field));
  }

  /** Visits the classes of a file, nested ones too, and the methods that make records. */
  private final class Classes extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final Deque<String> names = new ArrayDeque<>();

    Classes(DocTrees trees, String packageName) {
      this.trees = trees;
      names.addLast(packageName);
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      names.addLast(tree.getSimpleName().toString());
      note();
      super.visitClass(tree, null);
      names.removeLast();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      boolean makesRecord =
          tree.getModifiers().getAnnotations().stream()
              .anyMatch(it -> it.getAnnotationType().toString().equals("JsonCreator"));
      if (makesRecord) {
        note();
      }
      return null;
    }

    private void note() {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment == null) {
        return;
      }
      String type = String.join(".", names);
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree param && !param.isTypeParameter()) {
          docs.putIfAbsent(type + "." + param.getName(), sentence(param.getDescription()));
        }
      }
    }
  }

  /** Plain text of a description, from a capital letter to a full stop. */
  private static String sentence(List<? extends DocTree> description) {
    String text = description.stream().map(JavadocOfRecords::text).collect(Collectors.joining());
    String line = text.strip().replaceAll("\\s+", " ");
    return Character.toUpperCase(line.charAt(0))
        + line.substring(1)
        + (line.endsWith(".") ? "" : ".");
  }

  private static String text(DocTree tree) {
    StringBuilder text = new StringBuilder();
    new DocTreeScanner<Void, Void>() {
      @Override
      public Void visitText(TextTree node, Void unused) {
        text.append(node.getBody());
        return null;
      }

      @Override
      public Void visitLiteral(LiteralTree node, Void unused) {
        text.append(node.getBody().getBody());
        return null;
      }

      @Override
      public Void visitLink(LinkTree node, Void unused) {
        if (node.getLabel().isEmpty()) {
          text.append(node.getReference().getSignature().replaceFirst(".*#", ""));
        }
        return scan(node.getLabel(), null);
      }
    }.scan(tree, null);
    return text.toString();
  }
}

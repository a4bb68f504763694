package dev.ridgeline.config;

import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.util.Optional;

/**
 * The conventions by which files write records, which save annotations on each component. Every
 * component is required unless it is an {@link Optional}. An enum constant {@code CLASS_DEFAULT} is
 * written {@code class-default}.
 */
final class RecordConventions extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public Boolean hasRequiredMarker(AnnotatedMember member) {
    return member.getRawType() != Optional.class;
  }

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
    String[] written = super.findEnumValues(config, type, constants, names);
    for (int i = 0; i < constants.length; i++) {
      if (written[i] == null) {
        written[i] = EnumName.of(constants[i]);
      }
    }
    return written;
  }
}

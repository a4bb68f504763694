package dev.ridgeline.config;

import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.util.Optional;

/**
 * How records are written in files, stated once instead of by annotations on each component: every
 * component is required unless it is an {@link Optional}, and an enum constant {@code
 * CLASS_DEFAULT} is written {@code class-default}.
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

package org.takt.solver.benchmark;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Teaches Jackson that an {@link Optional} is its value, or null if it is empty. */
final class OptionalModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    OptionalModule() {
        addSerializer(new Writer());
        addDeserializer(Optional.class, new Reader(TypeFactory.unknownType()));
    }

    private static final class Writer extends StdSerializer<Optional<?>> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(Optional.class, false);
        }

        @Override
        public void serialize(Optional<?> optional, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (optional.isPresent()) {
                provider.defaultSerializeValue(optional.get(), out);
            } else {
                out.writeNull();
            }
        }
    }

    private static final class Reader extends StdDeserializer<Optional<?>> implements ContextualDeserializer {
        private static final long serialVersionUID = 1L;

        private final JavaType content;

        Reader(JavaType content) {
            super(Optional.class);
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            return new Reader(context.getContextualType().containedTypeOrUnknown(0));
        }

        @Override
        public Optional<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Optional.of(context.readValue(parser, content));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }
    }
}

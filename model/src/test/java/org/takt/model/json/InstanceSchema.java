package org.takt.model.json;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The published JSON Schema of instance files, with an independent validator. */
public final class InstanceSchema {
    static final String RESOURCE = "takt-instance-1.schema.json";

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(ValidFiles.resource(RESOURCE), StandardCharsets.UTF_8), InputFormat.JSON);

    private InstanceSchema() {}

    /** Returns what the schema finds wrong with a JSON text. */
    public static List<String> problems(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}

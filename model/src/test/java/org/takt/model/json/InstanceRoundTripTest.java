package org.takt.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.takt.model.instance.Instance;

/** Whatever can be written is read back equal, written again the same, and satisfies the JSON Schema. */
class InstanceRoundTripTest {
    @Provide
    Arbitrary<Instance> instances() {
        return InstanceArbitraries.instances();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void comesBackEqual(@ForAll("instances") Instance instance) {
        String json = InstanceWriter.toJson(instance);

        Instance again = InstanceReader.parse("again.json", json.getBytes(UTF_8));

        assertThat(again).isEqualTo(instance);
        assertThat(InstanceWriter.toJson(again)).isEqualTo(json);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void satisfiesTheSchema(@ForAll("instances") Instance instance) {
        assertThat(InstanceSchema.problems(InstanceWriter.toJson(instance))).isEmpty();
    }
}

package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void printsFieldsInTheirOrder() {
        JsonObject object = new JsonObject()
                .with("text", "a")
                .with("number", 12L)
                .with("share", 0.25)
                .with("flag", true)
                .with("list", List.of(OptionalLong.of(3), OptionalLong.empty()))
                .with("none", Optional.empty())
                .with("inner", new JsonObject().with("x", Optional.of(1)));
        assertThat(object)
                .hasToString("{\"text\": \"a\", \"number\": 12, \"share\": 0.25, \"flag\": true, \"list\": [3, null], "
                        + "\"none\": null, \"inner\": {\"x\": 1}}");
    }

    @Test
    void escapesWhatJsonAndUtf8CannotCarry() {
        assertThat(new JsonObject().with("a\"b", "\\ \n \u0001 ü 😀 \ud800"))
                .hasToString("{\"a\\\"b\": \"\\\\ \\u000a \\u0001 ü 😀 \\ud800\"}");
    }

    @Test
    void refusesWhatJsonCannotExpress() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonObject().with("x", Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonObject().with("x", new Object()));
    }
}

package org.takt.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonPrinterTest {
    private static JsonValue parse(String json) {
        ProblemList problems = new ProblemList();
        JsonValue value =
                StrictJson.parse(json.getBytes(UTF_8), Long.MAX_VALUE, problems).orElseThrow();
        assertThat(problems.isEmpty()).isTrue();
        return value;
    }

    @Test
    void breaksTheDocumentAndWhatIsLong() {
        String most = "x".repeat(107);
        String json = """
                {
                  "empty": {},
                  "short": [1, -2, {"a": [], "b": null}],
                  "fits 120": ["%s"],
                  "not": [
                    {"a": "%s"},
                    {
                      "a": "%sx"
                    }
                  ],
                  "others": [true, false, 0.25, "\\"\\n\\\\"]
                }
                """.formatted(most.substring(5), most, most);

        assertThat(JsonPrinter.print(parse(json))).isEqualTo(json);
    }

    @Test
    void printsDocumentsThatAreNoObjects() {
        assertThat(JsonPrinter.print(new JsonValue.Null())).isEqualTo("null\n");
        assertThat(JsonPrinter.print(new JsonValue.Arr(List.of()))).isEqualTo("[]\n");
        assertThat(JsonPrinter.print(parse("[1, {}]"))).isEqualTo("[\n  1,\n  {}\n]\n");
    }

    @Test
    void printsTextThatReadsBack() {
        String text = "\u0000\u001f\"\\/\u007f\u2028 Ä 輪 🚂";

        String json = JsonPrinter.print(new JsonValue.Text(text));

        assertThat(parse(json)).isEqualTo(new JsonValue.Text(text));
    }
}

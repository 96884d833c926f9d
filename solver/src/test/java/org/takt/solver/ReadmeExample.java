package org.takt.solver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;

/** The README's library example, to be run in the repository's root. */
final class ReadmeExample {
    private ReadmeExample() {}

    public static void main(String[] args) throws IOException {
        // The README says from here:
        Instance instance = InstanceReader.read(Path.of("instances/zero-bubble/zb-iclr-1p5b-p8-m24-1x.json"));
        SolveOptions options =
                SolveOptions.DEFAULTS.withTimeLimit(Duration.ofSeconds(30)).withGap(0.01);
        Solution solution = Takt.solve(instance, options, new SolveListener() {
            @Override
            public void onIncumbent(Duration elapsed, long value, String source) {
                System.out.println(elapsed.toMillis() + " ms: " + value + " by " + source);
            }
        });
        System.out.println(
                solution.status() + ", lower bound " + solution.certificate().describe());
        solution.best()
                .ifPresent(best ->
                        System.out.println("bubble rate " + best.report().bubbleRate()));
        // to here.
    }
}

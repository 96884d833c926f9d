package org.takt.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.takt.model.RandomCases;
import org.takt.model.schedule.Schedule;

class PicturePropertyTest {
    @Provide
    Arbitrary<RandomCases.Case> cases() {
        return RandomCases.cases();
    }

    /**
     * In a schedule at earliest starts nothing delays the chain, but for ops that wait in their device's order for one of no
     * duration: of ops at one instant the schedule does not tell the order.
     */
    @Property(tries = 300)
    void criticalPathsAccountForEveryTickOfTheMakespan(@ForAll("cases") RandomCases.Case one) {
        Schedule schedule = one.timed();
        Picture picture = PictureFixtures.picture(one.problem(), schedule, "random");
        List<CriticalPath.Step> steps = picture.criticalPath().steps();
        for (CriticalPath.Step step : steps) {
            assertThat(step.delay()).isNotNegative();
            if (!meetsAnOpOfNoDuration(schedule, picture, step.op())) {
                assertThat(step.delay()).isZero();
            }
        }
        assertThat(steps.get(0).reason()).isEqualTo(CriticalPath.Reason.BEGIN);
        assertThat(picture.end(steps.get(steps.size() - 1).op()))
                .isEqualTo(picture.report().makespan());
    }

    private static boolean meetsAnOpOfNoDuration(Schedule schedule, Picture picture, int op) {
        for (int other = 0; other < schedule.size(); other++) {
            if (schedule.isPresent(other)
                    && picture.start(other) == picture.start(op)
                    && picture.duration(other) == 0) {
                return true;
            }
        }
        return false;
    }

    @Property(tries = 300)
    void lanesShowEveryPresentOpInOrder(@ForAll("cases") RandomCases.Case one) {
        Schedule schedule = one.timed();
        Picture picture = PictureFixtures.picture(one.problem(), schedule, "random");
        Set<Integer> shown = new TreeSet<>();
        for (Lane lane : picture.lanes()) {
            long end = 0;
            for (int op : lane.ops()) {
                assertThat(picture.start(op)).isGreaterThanOrEqualTo(end);
                end = picture.end(op);
                shown.add(op);
            }
        }
        for (int op = 0; op < schedule.size(); op++) {
            assertThat(shown.contains(op)).isEqualTo(schedule.isPresent(op));
        }
    }

    @Property(tries = 300)
    void memoryStepsRiseToThePeakOfTheReportAndNoHigher(@ForAll("cases") RandomCases.Case one) {
        Picture picture = PictureFixtures.picture(one.problem(), one.timed(), "random");
        for (int device = 0; device < picture.memory().size(); device++) {
            List<MemoryCurve.Step> steps = picture.memory().get(device).steps();
            long highest = 0;
            long time = -1;
            for (MemoryCurve.Step step : steps) {
                assertThat(step.time()).isGreaterThan(time);
                time = step.time();
                highest = Math.max(highest, step.memory());
            }
            assertThat(highest).isEqualTo(picture.report().devices().get(device).peakMemory());
            assertThat(steps.get(0).time()).isZero();
            assertThat(steps.get(steps.size() - 1).memory())
                    .isEqualTo(picture.memory().get(device).constant());
        }
    }
}

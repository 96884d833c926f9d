package org.takt.solver.symmetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

class InterchangeableMicroBatchesTest {
    @Test
    void groupsMicroBatchesOfEqualCosts() {
        Problem problem = Instances.of(2, 5)
                .microBatch(1, 2000, 1000)
                .microBatch(3, 2000, 1000)
                .problem();
        assertThat(InterchangeableMicroBatches.find(problem))
                .extracting(InterchangeableMicroBatches.Group::size)
                .containsExactly(3, 2);
    }

    @Test
    void leavesOutMicroBatchesThatAreTiedToEachOther() {
        Problems problems = Problems.of(1);
        int[] ops = new int[4];
        for (int microBatch = 0; microBatch < ops.length; microBatch++) {
            ops[microBatch] = problems.op(OpKind.F, 0, microBatch, 10, 0);
        }
        problems.precede(ops[1], ops[2]);
        List<InterchangeableMicroBatches.Group> groups = InterchangeableMicroBatches.find(problems.problem());
        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).ops().values()).containsExactly(List.of(ops[0], ops[3]));
    }

    /** Work for each op that grows with the batch makes long batches take minutes; memory taken is what of it can be counted. */
    @Test
    void takesNoMoreMemoryForAnOpOfALongBatch() {
        InterchangeableMicroBatches.find(Instances.of(2, 500).problem());
        assertThat(bytesPerOp(Instances.of(2, 20_000).problem()))
                .isLessThan(1.5 * bytesPerOp(Instances.of(2, 500).problem()));
    }

    private static double bytesPerOp(Problem problem) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(InterchangeableMicroBatches.find(problem)).hasSize(1);
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        return (double) bytes / problem.ops().size();
    }
}

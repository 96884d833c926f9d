package org.takt.solver.benchmark;

import java.time.Duration;
import org.takt.solver.search.CertificateCheck;

/**
 * What came of checking a record.
 *
 * @param record what was checked
 * @param outcome whether its bound is proved again; refuted too if the schedule that was kept has not its value
 * @param reason why it is not proved, for the end of a sentence; empty if it is
 * @param isVerified whether a schedule was kept that the verifier accepts and that has the record's value
 * @param elapsed how long it took
 */
public record RecordCheck(
        BenchmarkRecord record,
        CertificateCheck.Outcome outcome,
        String reason,
        boolean isVerified,
        Duration elapsed) {}

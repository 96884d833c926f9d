package org.takt.solver.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record of Takt's and what peers have of the same case and seed.
 *
 * @param takt Takt's record
 * @param peers the records of the others, by solver
 */
public record CaseRow(BenchmarkRecord takt, Map<String, BenchmarkRecord> peers) {
    public CaseRow {
        peers = Map.copyOf(peers);
    }

    /** Returns Takt's records in their order. */
    public static List<CaseRow> of(List<BenchmarkRecord> records) {
        Map<BenchmarkRecord.Key, BenchmarkRecord> byKey = new HashMap<>();
        records.forEach(each -> byKey.put(each.key(), each));
        List<String> solvers = records.stream()
                .map(BenchmarkRecord::solver)
                .distinct()
                .filter(solver -> !solver.equals(TaktContestant.NAME))
                .toList();
        return records.stream()
                .filter(each -> each.solver().equals(TaktContestant.NAME))
                .map(each -> new CaseRow(each, peers(each, solvers, byKey)))
                .toList();
    }

    private static Map<String, BenchmarkRecord> peers(
            BenchmarkRecord takt, List<String> solvers, Map<BenchmarkRecord.Key, BenchmarkRecord> records) {
        Map<String, BenchmarkRecord> peers = new HashMap<>();
        solvers.forEach(solver -> counterpart(takt, solver, records).ifPresent(found -> peers.put(solver, found)));
        return peers;
    }

    /** Returns a peer's record of the same case and seed, or, if it has no seeds, its only one. */
    static Optional<BenchmarkRecord> counterpart(
            BenchmarkRecord takt, String solver, Map<BenchmarkRecord.Key, BenchmarkRecord> records) {
        boolean seeded = solver.equals(ExactPeer.NAME);
        return Optional.ofNullable(records.get(
                new BenchmarkRecord.Key(takt.instance(), takt.objective(), solver, seeded ? takt.seed() : 0)));
    }

    /** Returns a peer's value. */
    public Optional<Long> value(String solver) {
        return peer(solver).flatMap(BenchmarkRecord::value);
    }

    /** Returns a peer's record. */
    public Optional<BenchmarkRecord> peer(String solver) {
        return Optional.ofNullable(peers.get(solver));
    }

    /** Returns a peer's value / Takt's, where both have one above 0. */
    public Optional<Double> valueRatio(String solver) {
        return value(solver)
                .filter(found -> found > 0)
                .flatMap(found -> takt.value().filter(own -> own > 0).map(own -> (double) found / own));
    }
}

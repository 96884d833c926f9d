package org.takt.model.schedule;

/**
 * A forward and a backward of another micro-batch on the same device that a runtime overlaps as one op (DualPipe, in
 * DeepSeek-V3, arXiv 2412.19437). Schedules time them one after the other.
 *
 * @param forward the forward, by index in the problem
 * @param backward the full backward or input gradient that follows it, by index in the problem
 */
public record OverlappedPair(int forward, int backward) {}

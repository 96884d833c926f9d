package org.takt.model.instance;

/**
 * SlimPipe's exchange of context (arXiv 2504.14519) as ops of their own. Where all devices work on segments at the same time, the
 * one with the most pairs of tokens to attend and the one with the fewest make up a pair, the second most and the second fewest the
 * next, and so on; in each pair, half of the difference goes to the device that has less to do, which attends in the other's
 * place. Which segments meet is fixed by the order of the paper: stage s works on the n-th segment of all in slot n + s, and on the
 * backward of the n-th in slot n + P − 1 − s; a slot in which not every device works exchanges nothing. In a forward, the help may
 * start when what is before attention is done, and what is after attention waits for it; in a backward, the other way round. A
 * stage's layers are not told apart: its first attention and its last bound what is between. What is sent takes no memory.
 *
 * @param latency ticks from the end of what is before attention to the earliest start of the help, and from the end of the help
 *     to the earliest start of what is after attention, at least 0; any number of transfers at a time
 * @param beforePermille the part of a forward, attention excepted, before the stage's first attention, in thousandths; the same part
 *     of a backward is after it
 * @param afterPermille the part after the stage's last attention, in thousandths; together with {@code beforePermille} 0 to 1000,
 *     the rest is between
 */
public record ContextExchange(long latency, int beforePermille, int afterPermille) {}

package org.takt.model.json;

/**
 * The result of an op on its way from one device to another.
 *
 * @param producer index of the op whose result it is
 * @param consumer index of the first op on the receiving device that needs it
 * @param from index of the sending device
 * @param to index of the receiving device
 * @param sent when it leaves, ticks: at the end of the producer, or when a transfer op starts
 * @param arrives when the consumer may start on its account, ticks
 */
record Message(int producer, int consumer, int from, int to, long sent, long arrives) {}

package org.takt.solver.cli;
final class JsonText { static String of(Object... o) { return ""; } }

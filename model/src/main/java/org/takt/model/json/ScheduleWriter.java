package org.takt.model.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.instance.Instance;
import org.takt.model.problem.ComputeDevices;
import org.takt.model.problem.Device;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;

/** Writes one schedule, one line for each action, straight into the text. */
final class ScheduleWriter {
    private final Instance instance;
    private final Problem problem;
    private final Schedule schedule;
    private final Optional<String> certificate;
    private final Optional<PeriodicSchedule> periodic;
    private final StringBuilder out = new StringBuilder();
    private final Map<Integer, List<Message>> sends = new HashMap<>();
    private final Map<Integer, List<Message>> receives = new HashMap<>();

    /** Prepares writing a schedule of a batch. */
    ScheduleWriter(Instance instance, Problem problem, Schedule schedule, Optional<Certificate> certificate) {
        this(
                instance,
                problem,
                schedule,
                certificate.map(bound -> CertificateJson.write(problem.objective(), bound)),
                Optional.empty());
    }

    /** Prepares writing a periodic schedule. */
    ScheduleWriter(Instance instance, Problem unit, PeriodicSchedule periodic, PeriodCertificate certificate) {
        this(instance, unit, periodic.unit(), Optional.of(CertificateJson.write(certificate)), Optional.of(periodic));
    }

    private ScheduleWriter(
            Instance instance,
            Problem problem,
            Schedule schedule,
            Optional<String> certificate,
            Optional<PeriodicSchedule> periodic) {
        if (schedule.size() != problem.ops().size()) {
            throw new IllegalArgumentException("The schedule has " + schedule.size() + " ops, the problem "
                    + problem.ops().size() + ".");
        }
        this.instance = instance;
        this.problem = problem;
        this.schedule = schedule;
        this.certificate = certificate;
        this.periodic = periodic;
    }

    String text() {
        OpNames.requireDistinct(problem);
        List<Message> messages = new ArrayList<>(Messages.of(problem, schedule));
        messages.sort(Comparator.comparingLong(Message::arrives)
                .thenComparingInt(Message::producer)
                .thenComparingInt(Message::to));
        for (Message message : messages) {
            sends.computeIfAbsent(message.producer(), op -> new ArrayList<>(1)).add(message);
            receives.computeIfAbsent(message.consumer(), op -> new ArrayList<>(1))
                    .add(message);
        }
        appendHead();
        appendDevices();
        out.append("\n}\n");
        return out.toString();
    }

    private void appendHead() {
        out.append("{\n  \"format\": ").append(Quoted.json(FormatTag.SCHEDULE));
        out.append(",\n  \"instance\": ").append(Quoted.json(instance.name()));
        out.append(",\n  \"timeUnit\": ").append(Quoted.json(instance.timeUnit()));
        periodic.ifPresent(repeated -> out.append(",\n  \"period\": ")
                .append(repeated.period())
                .append(",\n  \"microBatches\": ")
                .append(repeated.microBatches()));
        out.append(",\n");
        certificate.ifPresent(
                bound -> out.append("  \"certificate\": ").append(bound).append(",\n"));
    }

    private void appendDevices() {
        List<List<Integer>> opsOfDevice = new ArrayList<>();
        problem.devices().forEach(device -> opsOfDevice.add(new ArrayList<>()));
        List<Integer> others = new ArrayList<>();
        ComputeDevices computeDevices = new ComputeDevices(problem);
        for (int op : new ExecutionOrder(problem).of(schedule)) {
            List<Integer> devices = computeDevices.of(op, schedule.mode(op));
            devices.forEach(device -> opsOfDevice.get(device).add(op));
            if (devices.isEmpty()) {
                others.add(op);
            }
        }
        out.append("  \"devices\": [");
        String separator = "\n";
        for (int device = 0; device < opsOfDevice.size(); device++) {
            out.append(separator);
            appendDevice(device, opsOfDevice.get(device));
            separator = ",\n";
        }
        out.append("\n  ]");
        if (!others.isEmpty()) {
            out.append(",\n  \"others\": [");
            Lines lines = new Lines("    ");
            for (int op : others) {
                lines.next();
                appendOp(op);
            }
            out.append("\n  ]");
        }
    }

    private void appendDevice(int index, List<Integer> ops) {
        Device device = problem.devices().get(index);
        out.append("    {\"name\": ").append(Quoted.json(device.name())).append(", \"actions\": [");
        Lines lines = new Lines("      ");
        for (int op : ops) {
            for (Message message : receives.getOrDefault(op, List.of())) {
                if (message.to() == index) {
                    lines.next();
                    appendMessage("receive", message, "from", message.from());
                }
            }
            lines.next();
            appendOp(op);
            for (Message message : sends.getOrDefault(op, List.of())) {
                if (message.from() == index) {
                    lines.next();
                    appendMessage("send", message, "to", message.to());
                }
            }
        }
        out.append(ops.isEmpty() ? "]}" : "\n    ]}");
    }

    private void appendOp(int index) {
        Op op = problem.ops().get(index);
        int mode = schedule.mode(index);
        OpNames.append(out, "op", op);
        OpNames.appendUnlessZero(out, "mode", mode);
        out.append(", \"start\": ").append(schedule.start(index));
        out.append(", \"duration\": ").append(op.modes().get(mode).duration()).append('}');
    }

    private void appendMessage(String action, Message message, String peerField, int peer) {
        OpNames.append(out, action, problem.ops().get(message.producer()));
        out.append(", \"").append(peerField).append("\": ").append(peer);
        out.append(", \"sent\": ").append(message.sent());
        out.append(", \"arrives\": ").append(message.arrives()).append('}');
    }

    /** The lines of one list. */
    private final class Lines {
        private final String indent;
        private boolean isFirst = true;

        Lines(String indent) {
            this.indent = indent;
        }

        void next() {
            out.append(isFirst ? "\n" : ",\n").append(indent);
            isFirst = false;
        }
    }
}

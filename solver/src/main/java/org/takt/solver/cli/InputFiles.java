package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.takt.model.analytic.ModelDescription;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.json.CertificateJson;
import org.takt.model.json.ClaimedBound;
import org.takt.model.json.GraphConfig;
import org.takt.model.json.InstanceIndex;
import org.takt.model.json.InstanceReader;
import org.takt.model.json.InvalidCertificateException;
import org.takt.model.json.InvalidScheduleException;
import org.takt.model.json.JsonProblem;
import org.takt.model.json.ModelReader;
import org.takt.model.json.ScheduleJson;
import org.takt.model.json.ZeroBubbleSettings;
import org.takt.model.problem.Problem;
import org.takt.model.profile.Profile;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;
import org.takt.solver.Takt;

/** Files that commands read. What is missing, unreadable or invalid is an input failure. */
final class InputFiles {
    private InputFiles() {}

    /** Makes something of what files and options say. */
    interface Maker<T> {
        T make();
    }

    /** Returns what is made, unless what it is made of has no meaning. */
    static <T> T made(Maker<T> maker) {
        try {
            return maker.make();
        } catch (InvalidInstanceException exception) {
            throw invalid(exception.source(), exception.problems());
        }
    }

    /** Reads a file of one format. */
    interface Reader<T> {
        T read() throws IOException;
    }

    /** Returns the instance that a file holds. */
    static Instance instance(Console console, String file) {
        return read(file, () -> InstanceReader.read(console.path(file)));
    }

    /** Returns the instance that a file of Zero Bubble's settings means. */
    static Instance zeroBubble(Console console, String file, String name) {
        return read(file, () -> ZeroBubbleSettings.read(console.path(file)).toInstance(name));
    }

    /** Returns the instance that a file of Zero Bubble's GraphConfig means. */
    static Instance graphConfig(Console console, String file, String name) {
        return read(file, () -> GraphConfig.read(console.path(file), name));
    }

    /** Returns the profile that files hold, which their problems name. */
    static Profile profile(String file, Reader<Profile> reader) {
        try {
            return reader.read();
        } catch (InvalidInstanceException exception) {
            throw new CommandFailure(
                    ExitCode.INVALID_INPUT,
                    exception.problems().stream()
                            .map(problem -> problem.in(exception.source()))
                            .toList());
        } catch (IOException exception) {
            throw CommandFailure.input(file + " cannot be read: " + Failures.reason(exception) + ".");
        }
    }

    /** Returns the model that a file describes. */
    static ModelDescription model(Console console, String file, String name) {
        return read(file, () -> ModelReader.read(console.path(file), name));
    }

    /** Returns the index of a folder of instances. */
    static InstanceIndex index(Console console, String file) {
        return read(file, () -> InstanceIndex.read(console.path(file)));
    }

    /** Returns the schedule that a file holds for an instance and its problem. */
    static Schedule schedule(Console console, String file, Instance instance, Problem problem) {
        return read(file, () -> ScheduleJson.read(console.path(file), instance, problem));
    }

    /** Returns the lower bounds that a file claims for an instance, at least one. */
    static List<ClaimedBound> certificates(Console console, String file, Instance instance) {
        return read(file, () -> CertificateJson.read(console.path(file), instance));
    }

    /** Returns whether a file holds the schedule of a steady state. */
    static boolean isPeriodic(Console console, String file) {
        return read(file, () -> ScheduleJson.isPeriodic(console.path(file)));
    }

    /** Returns the periodic schedule that a file holds for an instance. */
    static PeriodicSchedule periodicSchedule(Console console, String file, Instance instance) {
        return read(
                file,
                () -> ScheduleJson.readPeriodic(
                        console.path(file), instance, microBatches -> Takt.unit(instance, microBatches)));
    }

    /** Returns everything that is wrong with an instance file; nothing if it is valid. */
    static List<InstanceProblem> problems(Console console, String file) {
        try {
            InstanceReader.read(console.path(file));
            return List.of();
        } catch (InvalidInstanceException exception) {
            return exception.problems();
        } catch (IOException exception) {
            return List.of(new InstanceProblem("", "The file cannot be read: " + Failures.reason(exception) + "."));
        }
    }

    /** Returns the content of a text file. */
    static String text(Console console, String file) {
        return read(file, () -> Files.readString(console.path(file)));
    }

    private static <T> T read(String file, Reader<T> reader) {
        try {
            return reader.read();
        } catch (InvalidInstanceException exception) {
            throw invalid(file, exception.problems());
        } catch (InvalidCertificateException exception) {
            throw invalidJson(file, exception.problems());
        } catch (InvalidScheduleException exception) {
            throw invalidJson(file, exception.problems());
        } catch (IOException exception) {
            throw CommandFailure.input(file + " cannot be read: " + Failures.reason(exception) + ".");
        }
    }

    private static CommandFailure invalid(String file, List<InstanceProblem> problems) {
        return new CommandFailure(
                ExitCode.INVALID_INPUT,
                problems.stream().map(problem -> problem.in(file)).toList());
    }

    private static CommandFailure invalidJson(String file, List<JsonProblem> problems) {
        return new CommandFailure(
                ExitCode.INVALID_INPUT,
                problems.stream().map(problem -> problem.in(file)).toList());
    }
}

package org.takt.solver.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A page of a browser, driven as a user would, over the Chrome DevTools Protocol. */
final class BrowserPage implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private final WebSocket socket;

    private BrowserPage(HttpClient client, URI address) {
        socket = client.newWebSocketBuilder()
                .buildAsync(address, new Receiver())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Attaches to the first page of the browser that listens at a host and port. */
    static BrowserPage attach(String hostAndPort, int width, int height) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + hostAndPort + "/json/list"))
                .build();
        JsonNode targets = new ObjectMapper()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
        for (JsonNode target : targets) {
            if (target.get("type").asText().equals("page")) {
                BrowserPage page = new BrowserPage(
                        client, URI.create(target.get("webSocketDebuggerUrl").asText()));
                for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
                    page.send(domain + ".enable", Map.of());
                }
                page.resize(width, height);
                return page;
            }
        }
        throw new IOException("Chromium has no page: " + targets);
    }

    /** Loads a file and waits until it is loaded. */
    void open(Path file) throws IOException {
        loaded = new CompletableFuture<>();
        send("Page.navigate", Map.of("url", file.toUri().toString()));
        await(loaded, "load");
    }

    void resize(int width, int height) throws IOException {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Returns the value of a JavaScript expression, once it is settled if it is a promise. */
    JsonNode evaluate(String expression) throws IOException {
        JsonNode answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + " threw " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    /** Waits until the page has drawn what it was told to draw. */
    void settle() throws IOException {
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }

    /** Presses a key that types a character or has a name. */
    void press(String key) throws IOException {
        Map<String, Object> down = key.length() == 1
                ? Map.of("type", "keyDown", "key", key, "text", key)
                : Map.of("type", "rawKeyDown", "key", key);
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
        settle();
    }

    void hover(double x, double y) throws IOException {
        send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
        settle();
    }

    void wheel(double x, double y, double deltaY) throws IOException {
        send("Input.dispatchMouseEvent", Map.of("type", "mouseWheel", "x", x, "y", y, "deltaX", 0, "deltaY", deltaY));
        settle();
    }

    void drag(double fromX, double fromY, double toX, double toY) throws IOException {
        button("mousePressed", fromX, fromY);
        send(
                "Input.dispatchMouseEvent",
                Map.of("type", "mouseMoved", "x", toX, "y", toY, "button", "left", "buttons", 1));
        button("mouseReleased", toX, toY);
        settle();
    }

    void click(double x, double y) throws IOException {
        button("mousePressed", x, y);
        button("mouseReleased", x, y);
        settle();
    }

    private void button(String type, double x, double y) throws IOException {
        send("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
    }

    /** Returns what is shown as a PNG. */
    byte[] screenshot() throws IOException {
        settle();
        JsonNode answer = send("Page.captureScreenshot", Map.of("format", "png"));
        return Base64.getDecoder().decode(answer.get("data").asText());
    }

    void screenshot(Path file) throws IOException {
        Files.write(file, screenshot());
    }

    /** Returns the addresses of all that was requested so far, data within the page aside. */
    List<String> requests() {
        return requests.stream().filter(address -> !address.startsWith("data:")).toList();
    }

    /** Returns exceptions and errors of the page so far. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    String product() throws IOException {
        return send("Browser.getVersion", Map.of()).get("product").asText();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private JsonNode send(String method, Map<String, ?> parameters) throws IOException {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        String message = mapper.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(message, true).join();
        return await(answer, method);
    }

    private static <T> T await(CompletableFuture<T> future, String what) throws IOException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new IOException(what + " was interrupted.", exception);
        } catch (ExecutionException | TimeoutException exception) {
            throw new IOException(what + " failed: " + exception, exception);
        }
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    waiting.remove(message.get("id").asInt());
            if (message.has("error")) {
                answer.completeExceptionally(
                        new IllegalStateException(message.get("error").toString()));
            } else {
                answer.complete(message.get("result"));
            }
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Network.requestWillBeSent" ->
                requests.add(parameters.at("/request/url").asText());
            case "Runtime.exceptionThrown" ->
                errors.add(parameters.get("exceptionDetails").toString());
            case "Log.entryAdded" -> errors.add(parameters.get("entry").toString());
            default -> {
                // Of no interest.
            }
        }
    }

    /** Puts the parts of messages together. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                String text = parts.toString();
                parts.setLength(0);
                try {
                    receive(mapper.readTree(text));
                } catch (IOException exception) {
                    errors.add("Unreadable message: " + text);
                }
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            waiting.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}

package io.github.rieszflow.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server on this machine, from which one file is fetched. */
abstract class DownloadFixture {
    static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(4).nextBytes(CONTENT);
        CONTENT[0] = 0x1F;
        CONTENT[1] = (byte) 0x8B;
    }

    @TempDir
    Path folder;

    HttpServer server;
    ExecutorService workers;
    /** The ranges that were asked for, "all" where none was. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    interface Answer {
        void to(HttpExchange exchange, int from) throws IOException;
    }

    volatile Answer answer = (exchange, from) -> send(exchange, from, CONTENT.length);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        workers = Executors.newCachedThreadPool();
        server.setExecutor(workers);
        server.createContext("/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            asked.add(range == null ? "all" : range);
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            answer.to(exchange, from);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        workers.shutdownNow();
    }

    /** Promises all from a place on, and gives as much of it as is said. */
    static void send(HttpExchange exchange, int from, int to) throws IOException {
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
        exchange.getResponseBody().write(CONTENT, from, to - from);
        exchange.getResponseBody().flush();
        // Closing with bytes still promised breaks the connection.
        exchange.close();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/sets/some.gz");
    }

    Download download() throws Exception {
        return download(new Download.Patience(Duration.ofSeconds(60), 1, Duration.ofMillis(5)));
    }

    /** A download that soon has enough. */
    Download impatient() throws Exception {
        return download(new Download.Patience(Duration.ofMillis(400), 20_000, Duration.ofMillis(5)));
    }

    Download download(Download.Patience patience) throws Exception {
        return new Download(address(), CONTENT.length, sum(CONTENT), patience);
    }

    static String sum(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    List<String> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}

package io.github.rieszflow.kernel;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps Maven's libraries out of the class path of the cells: they have a class loader of their own. */
final class ResolverLoader {
    private static @Nullable Function<List<String>, List<Path>> resolver;

    private ResolverLoader() {}

    /** The resolver, loaded at its first use. */
    static synchronized Function<List<String>, List<Path>> resolver() {
        if (resolver == null) {
            resolver = load();
        }
        return resolver;
    }

    @SuppressWarnings("unchecked")
    private static Function<List<String>, List<Path>> load() {
        String folder = System.getProperty(KernelSpec.RESOLVER);
        try {
            ClassLoader loader = folder == null ? ResolverLoader.class.getClassLoader() : loader(Path.of(folder));
            var constructor = Class.forName(ResolverLoader.class.getPackageName() + ".Resolver", true, loader)
                    .getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Function<List<String>, List<Path>>) constructor.newInstance();
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException("Maven's resolver is not installed beside this kernel: " + e, e);
        }
    }

    private static ClassLoader loader(Path folder) throws IOException {
        var urls = new ArrayList<URL>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                urls.add(file.toUri().toURL());
            }
        }
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            urls.add(url(entry));
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }
}

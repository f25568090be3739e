package io.github.rieszflow.kernel;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts new code into classes that are in use, so that objects, lambdas and values made before live on with it. The jshell
 * command has its debugger do so; here the JVM becomes its own agent, at the first definition that is run again, as that
 * takes a moment.
 */
public final class Redefinition {
    private static final Logger LOGGER = Logger.getLogger("io.github.rieszflow.kernel");

    private static boolean tried;
    private static volatile @Nullable Instrumentation instrumentation;

    private Redefinition() {}

    /**
     * Called by the JVM once it is its own agent.
     *
     * @param arguments not used
     * @param given what changes classes
     */
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /**
     * Changes classes, all or none.
     *
     * @return whether they were changed: never where a field, a method or a supertype would come or go
     */
    static boolean redefine(Class<?>[] classes, byte[][] code) {
        Instrumentation changing = instrumentation();
        if (changing == null) {
            return false;
        }
        var definitions = new ClassDefinition[classes.length];
        for (int i = 0; i < classes.length; i++) {
            definitions[i] = new ClassDefinition(classes[i], code[i]);
        }
        try {
            changing.redefineClasses(definitions);
            return true;
        } catch (ClassNotFoundException
                | UnmodifiableClassException
                | UnsupportedOperationException
                | LinkageError
                | InternalError e) {
            return false;
        }
    }

    private static synchronized @Nullable Instrumentation instrumentation() {
        if (!tried) {
            tried = true;
            try {
                attach();
            } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
                // Where the JVM lets nobody attach: definitions are replaced then, and what was made from them is told.
                LOGGER.log(Level.WARNING, "Classes cannot be changed in place: {0}", e.toString());
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "The JVM refused its agent: {0}", e.toString());
            }
        }
        return instrumentation;
    }

    private static void attach() throws Exception {
        Path jar = Files.createTempFile("kernel-agent", ".jar");
        try {
            var manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.putValue("Agent-Class", Redefinition.class.getName());
            main.putValue("Can-Redefine-Classes", "true");
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            VirtualMachine self =
                    VirtualMachine.attach(Long.toString(ProcessHandle.current().pid()));
            try {
                self.loadAgent(jar.toString());
            } finally {
                self.detach();
            }
        } finally {
            Files.deleteIfExists(jar);
        }
    }
}

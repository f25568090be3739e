package io.github.rieszflow.kernel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file, in a sentence; Java says little more than its name, and in thirty lines. */
final class FileErrors {
    /** How the streams of java.io say it: the name, and in brackets the words of the operating system. */
    private static final Pattern OLD = Pattern.compile("(?s)(.*) \\(([^()]*)\\)");

    private FileErrors() {}

    /** The sentence for an exception of the JDK about a file, or null if it is none. */
    static @Nullable String sentence(Throwable thrown) {
        if (!(thrown instanceof IOException)) {
            return null;
        }
        String message = thrown.getMessage();
        if (thrown instanceof FileNotFoundException) {
            Matcher old = OLD.matcher(String.valueOf(message));
            return old.matches() ? sentence(old.group(1), old.group(2)) : null;
        }
        if (thrown instanceof CharacterCodingException) {
            return "the text is not in the encoding it is read in, UTF-8 if none is named (" + message + ")";
        }
        if (!(thrown instanceof FileSystemException e) || e.getFile() == null) {
            return null;
        }
        if (e instanceof NoSuchFileException) {
            return absent(e.getFile());
        }
        String name = e.getFile();
        if (e instanceof AccessDeniedException) {
            return "the permission to use " + name + " is missing";
        }
        if (e instanceof FileAlreadyExistsException) {
            return name + " exists already";
        }
        if (e instanceof NotDirectoryException) {
            return name + " is no folder";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "the folder " + name + " is not empty";
        }
        return sentence(name, String.valueOf(e.getReason()));
    }

    private static String sentence(String name, String reason) {
        return switch (reason.toLowerCase(Locale.ROOT)) {
            case "no such file or directory" -> absent(name);
            case "permission denied" -> "the permission to use " + name + " is missing";
            case "is a directory" -> name + " is a folder, where a file was expected";
            default -> name + ": " + reason;
        };
    }

    /** Says also where it was looked for: a mistake is as often in the folder as in the name. */
    private static String absent(String name) {
        try {
            Path path = Path.of(name).toAbsolutePath().normalize();
            Path folder = path.getParent();
            if (folder == null) {
                return "there is no file " + name;
            }
            return Files.isDirectory(folder)
                    ? "there is no file " + path.getFileName() + " in " + folder
                    : "there is no file " + name + ", not even the folder " + folder;
        } catch (InvalidPathException e) {
            return "there is no file " + name;
        }
    }
}

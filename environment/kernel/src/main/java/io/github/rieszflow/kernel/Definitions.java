package io.github.rieszflow.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The classes that JShell has made of snippets. Where it replaces the class of a variable, as something that the variable
 * was made from has changed, the new class would hold nothing: the value goes over, and where it cannot, that is told.
 */
final class Definitions {
    /** The class around a snippet: the same number for all versions of it, letters for later versions. */
    private static final Pattern WRAPPER = Pattern.compile("^REPL\\.\\$JShell\\$(\\d+)[A-Z]*");

    private static final Pattern IN_TEXT = Pattern.compile("REPL[./]\\$JShell\\$\\d+[A-Z]*[.$]");
    private static final Pattern USED = Pattern.compile("REPL/\\$JShell\\$\\d+[A-Z]*");
    private static final int MOST_ELEMENTS = 100;

    /** The newest class around each snippet, by its number. */
    private final Map<String, Class<?>> newest = new HashMap<>();

    /** The classes around snippets that the code of a class names, by its name. */
    private final Map<String, Set<String>> uses = new HashMap<>();

    private final Map<String, Field> variables = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Map<String, Boolean> lost = new LinkedHashMap<>();
    private boolean replaced;

    /** Forgets what the last snippet has changed. */
    void begin() {
        lost.clear();
        replaced = false;
    }

    /** Takes note of a class that was loaded, and hands it the value of the one it replaces. */
    void loaded(Class<?> fresh, byte[] code) {
        uses(fresh.getName(), code);
        Matcher wrapper = WRAPPER.matcher(fresh.getName());
        if (!wrapper.matches()) {
            return;
        }
        Class<?> old = newest.put(wrapper.group(1), fresh);
        replaced |= old != null;
        for (Field field : fresh.getDeclaredFields()) {
            int modifiers = field.getModifiers();
            if (Modifier.isStatic(modifiers) && Modifier.isPublic(modifiers) && !field.isSynthetic()) {
                field.setAccessible(true);
                variables.put(field.getName(), field);
                if (old != null) {
                    handOver(old, field);
                }
            }
        }
    }

    /** Takes note of which snippets the code of a class uses. */
    void uses(String name, byte[] code) {
        Set<String> used = new HashSet<>();
        // Names of classes stand in the file as they are, in one byte a character.
        Matcher matcher = USED.matcher(new String(code, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            used.add(matcher.group().replace('/', '.'));
        }
        uses.put(name, used);
    }

    private void handOver(Class<?> old, Field to) {
        try {
            Field from = old.getDeclaredField(to.getName());
            from.setAccessible(true);
            Object value = from.get(null);
            if (from.getType() == to.getType()
                    || (!to.getType().isPrimitive() && to.getType().isInstance(value))) {
                to.set(null, value);
            } else if (value != null) {
                lost.put(to.getName(), to.getType().isPrimitive());
            }
        } catch (NoSuchFieldException e) {
            // The snippet was no variable before.
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Fields of snippets are accessible", e);
        }
    }

    /** Whether the last snippet took the value of this variable, as its type is another now. */
    boolean lost(String variable) {
        return lost.containsKey(variable);
    }

    /** The variables that lost their value to the last snippet, each with what it holds now. */
    Map<String, String> lost() {
        var values = new LinkedHashMap<String, String>();
        lost.forEach((name, primitive) -> values.put(name, primitive ? "0" : "null"));
        return values;
    }

    /**
     * The variables that hold what was made by an earlier version of a snippet, each named once, when the last snippet
     * has made them so.
     */
    List<String> outdated() {
        var names = new ArrayList<String>();
        if (replaced) {
            for (String name : variables.keySet()) {
                if (!isOutdated(name)) {
                    told.remove(name);
                } else if (told.add(name) && !name.startsWith("$")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private boolean isOutdated(String variable) {
        try {
            Field field = variables.get(variable);
            Object value = field == null || !isNewest(field.getDeclaringClass().getName()) ? null : field.get(null);
            return value != null
                    && (isOutdated(value) || elements(value).stream().anyMatch(this::isOutdated));
        } catch (IllegalAccessException | RuntimeException e) {
            // A collection that changes while it is looked at.
            return false;
        }
    }

    private boolean isOutdated(@Nullable Object value) {
        return value != null && !isNewest(value.getClass());
    }

    /** Whether a class, and all snippets that its code uses, are of the newest version. */
    private boolean isNewest(Class<?> type) {
        Class<?> element = type;
        while (element.getComponentType() != null) {
            element = element.getComponentType();
        }
        String name = element.getName();
        // The code of a lambda is in the class that it was written in.
        int lambda = name.indexOf("$$Lambda");
        Set<String> used = uses.getOrDefault(lambda < 0 ? name : name.substring(0, lambda), Set.of());
        return isNewest(name) && used.stream().allMatch(this::isNewest);
    }

    private boolean isNewest(String name) {
        Matcher wrapper = WRAPPER.matcher(name);
        if (!wrapper.lookingAt()) {
            return true;
        }
        Class<?> now = newest.get(wrapper.group(1));
        return now == null || now.getName().equals(wrapper.group());
    }

    /** The first elements of what the JDK has to hold others in; only that, as other code may do anything when asked. */
    private static List<@Nullable Object> elements(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.asList(array).subList(0, Math.min(array.length, MOST_ELEMENTS));
        }
        if (value.getClass().getModule() != Object.class.getModule()) {
            return List.of();
        }
        Collection<?> all = value instanceof Collection<?> collection
                ? collection
                : value instanceof Map<?, ?> map
                        ? map.values()
                        : value instanceof Optional<?> optional
                                ? optional.stream().toList()
                                : List.of();
        var some = new ArrayList<@Nullable Object>();
        for (Object element : all) {
            some.add(element);
            if (some.size() == MOST_ELEMENTS) {
                break;
            }
        }
        return some;
    }

    /** A text without the names of the classes that JShell puts around snippets. */
    static String plain(String text) {
        return text.contains("$JShell$") ? IN_TEXT.matcher(text).replaceAll("") : text;
    }
}

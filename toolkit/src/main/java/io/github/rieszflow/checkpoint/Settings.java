package io.github.rieszflow.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Named values as data: what a run was set to, or how far it is. Numbers, texts, truth values, enums, records by their
 * components, lists of these, and settings within settings. Equal if all values are. Never changed.
 *
 * <p>Whatever is read is read strictly: a value that is missing or of another type is refused with its name and the file.
 */
public final class Settings {
    private static final Settings NONE = new Settings(new JsonObject(), "these settings", "");

    private final JsonObject json;
    private final String where;
    /** Before each key in errors. */
    private final String prefix;

    private Settings(JsonObject json, String where, String prefix) {
        this.json = json;
        this.where = where;
        this.prefix = prefix;
    }

    /** As they were read. */
    static Settings read(JsonObject json, String where, String prefix) {
        return new Settings(json, where, prefix);
    }

    /**
     * No values yet.
     *
     * @return what others are added to
     */
    public static Settings none() {
        return NONE;
    }

    /**
     * The same with one more value.
     *
     * @param key its name, not there yet
     * @param value a number, text, truth value, enum, record, list or settings; null for a choice that was not made
     * @return the settings
     * @throws IllegalArgumentException if a number is not finite or the key is taken
     */
    public Settings with(String key, @Nullable Object value) {
        if (json.has(key)) {
            throw new IllegalArgumentException("there is a setting " + key + " already");
        }
        JsonObject more = json.deepCopy();
        JsonElement element = value instanceof Settings settings
                ? settings.json
                : RecordJson.write(value, value == null ? Object.class : value.getClass());
        // As it will be read: a number is then the same text before and after.
        more.add(key, StrictJson.parse(StrictJson.compact(element)));
        return new Settings(more, where, prefix);
    }

    /**
     * The same with the value of an interface, which says what it is: a choice that users may make themselves.
     *
     * @param key its name, not there yet
     * @param value a record as a rule; of any other class only its name is known
     * @param seam the interface
     * @param <T> the interface
     * @return the settings
     */
    public <T> Settings with(String key, T value, Class<T> seam) {
        JsonObject more = json.deepCopy();
        more.add(key, StrictJson.parse(StrictJson.compact(RecordJson.write(value, seam))));
        return new Settings(more, where, prefix);
    }

    /**
     * What tells a measure from any other one: its shape and a hash over all its points, and weights if there are any.
     *
     * @param measure the measure
     * @return the fingerprint, as a setting
     */
    public static String data(Measure measure) {
        Fingerprint all = Fingerprint.begin().floats(measure.points().values());
        if (!measure.uniform()) {
            all.doubles(measure.weights());
        }
        return measure.shape() + (measure.uniform() ? "" : " weighted") + ", sha256 " + all.hex();
    }

    JsonObject json() {
        return json;
    }

    /**
     * Whether there is such a value.
     *
     * @param key its name
     * @return true also for null
     */
    public boolean has(String key) {
        return json.has(key);
    }

    /**
     * Whether there is an object, as records and settings are.
     *
     * @param key its name
     * @return false of any other value, and if there is none
     */
    public boolean isObject(String key) {
        return json.get(key) instanceof JsonObject;
    }

    /**
     * Whether a choice was not made.
     *
     * @param key its name
     * @return true if there is null, or nothing
     */
    public boolean isNull(String key) {
        return !json.has(key) || json.get(key).isJsonNull();
    }

    /**
     * Refuses settings that have other names than these.
     *
     * @param keys all names
     * @return this
     * @throws IllegalArgumentException naming the first that is missing or unknown
     */
    public Settings exactly(String... keys) {
        TreeSet<String> left = new TreeSet<>(json.keySet());
        for (String key : keys) {
            if (!left.remove(key)) {
                throw new IllegalArgumentException(damaged(prefix + key + " is missing"));
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(damaged(prefix + left.first() + " is unknown"));
        }
        return this;
    }

    private String damaged(String reason) {
        return where + " is damaged or not what it should be (" + reason + "): restore it from a copy";
    }

    private <T> T get(String key, String expected, Function<JsonElement, @Nullable T> as) {
        JsonElement value = json.get(key);
        T read = null;
        if (value != null) {
            try {
                read = as.apply(value);
            } catch (NumberFormatException | IllegalStateException e) {
                // Not of this type, as is said below.
            }
        }
        if (read == null) {
            throw new IllegalArgumentException(damaged(prefix
                    + key
                    + (value == null ? " is missing" : " must be " + expected + ", not " + shorter(value.toString()))));
        }
        return read;
    }

    private static String shorter(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static @Nullable String number(JsonElement value) {
        return value instanceof JsonPrimitive one && one.isNumber() ? one.getAsString() : null;
    }

    /**
     * A text.
     *
     * @param key its name
     * @return the text
     * @throws IllegalArgumentException if it is missing or no text
     */
    public String text(String key) {
        return get(
                key,
                "a text",
                value -> value instanceof JsonPrimitive one && one.isString() ? one.getAsString() : null);
    }

    /**
     * A truth value.
     *
     * @param key its name
     * @return true or false
     * @throws IllegalArgumentException if it is missing or neither
     */
    public boolean truth(String key) {
        return get(key, "true or false", value -> {
            boolean truth = value instanceof JsonPrimitive one && one.isBoolean();
            return truth ? Boolean.valueOf(value.getAsBoolean()) : null;
        });
    }

    /**
     * A whole number.
     *
     * @param key its name
     * @return the number
     * @throws IllegalArgumentException if it is missing or no whole number of 64 bits
     */
    public long whole(String key) {
        return get(key, "a whole number", value -> {
            String text = number(value);
            return text == null ? null : Long.valueOf(text);
        });
    }

    /**
     * A count.
     *
     * @param key its name
     * @return a whole number from 0 to 2³¹ − 1
     * @throws IllegalArgumentException if it is missing or none
     */
    public int count(String key) {
        return get(key, "a count", value -> {
            String text = number(value);
            int count = text == null ? -1 : Integer.parseInt(text);
            return count < 0 ? null : count;
        });
    }

    /**
     * A number.
     *
     * @param key its name
     * @return the number, bit for bit
     * @throws IllegalArgumentException if it is missing or no finite number
     */
    public double number(String key) {
        return get(key, "a number", Settings::finite);
    }

    private static @Nullable Double finite(JsonElement value) {
        String text = number(value);
        double number = text == null ? Double.NaN : Double.parseDouble(text);
        return Double.isFinite(number) ? number : null;
    }

    /**
     * A list of numbers.
     *
     * @param key its name
     * @return the numbers, bit for bit
     * @throws IllegalArgumentException if it is missing or something else
     */
    public List<Double> numbers(String key) {
        return get(key, "a list of numbers", value -> {
            List<Double> all = new ArrayList<>();
            for (JsonElement one : value.getAsJsonArray()) {
                Double number = finite(one);
                if (number == null) {
                    return null;
                }
                all.add(number);
            }
            return all;
        });
    }

    /**
     * A list of counts.
     *
     * @param key its name
     * @return whole numbers from 0 to 2³¹ − 1
     * @throws IllegalArgumentException if it is missing or something else
     */
    public List<Integer> counts(String key) {
        return get(key, "a list of counts", value -> {
            List<Integer> all = new ArrayList<>();
            for (JsonElement one : value.getAsJsonArray()) {
                String text = number(one);
                int count = text == null ? -1 : Integer.parseInt(text);
                if (count < 0) {
                    return null;
                }
                all.add(count);
            }
            return all;
        });
    }

    /**
     * Settings within these.
     *
     * @param key their name
     * @return the settings
     * @throws IllegalArgumentException if they are missing or something else
     */
    public Settings settings(String key) {
        return get(
                key,
                "an object",
                value -> value instanceof JsonObject object ? new Settings(object, where, prefix + key + ".") : null);
    }

    /**
     * A list of settings within these.
     *
     * @param key its name
     * @return the settings in order
     * @throws IllegalArgumentException if it is missing or something else
     */
    public List<Settings> list(String key) {
        return get(key, "a list of objects", value -> {
            List<Settings> all = new ArrayList<>();
            for (JsonElement one : value.getAsJsonArray()) {
                all.add(new Settings(one.getAsJsonObject(), where, prefix + key + "[" + all.size() + "]."));
            }
            return all;
        });
    }

    /**
     * A record.
     *
     * @param key its name
     * @param type its class, all of whose components are what {@link #with} takes
     * @param <T> its class
     * @return the record
     * @throws IllegalArgumentException if it is missing, a component is missing, unknown or of another type, or the record
     *     refuses the values
     */
    public <T> T as(String key, Class<T> type) {
        try {
            return get(key, "an object", value -> type.cast(RecordJson.read(value, type, prefix + key)));
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(damaged(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Refuses a run that was set to something else.
     *
     * @param wanted what it is to be
     * @param run what this is, to begin a sentence with, as in {@code the training in /home/me/digits}
     * @throws IllegalArgumentException naming the first value that differs, what it is and what it should be
     */
    public void requireSame(Settings wanted, String run) {
        String difference = difference(json, wanted.json, "");
        if (difference != null) {
            throw new IllegalArgumentException(run + " has " + difference + ": use the same, or another folder");
        }
    }

    private static @Nullable String difference(JsonElement there, JsonElement wanted, String path) {
        if (there instanceof JsonObject mine && wanted instanceof JsonObject other) {
            Set<String> keys = new LinkedHashSet<>(other.keySet());
            keys.addAll(mine.keySet());
            for (String key : keys) {
                String deeper = difference(
                        Objects.requireNonNullElse(mine.get(key), JsonNull.INSTANCE),
                        Objects.requireNonNullElse(other.get(key), JsonNull.INSTANCE),
                        path.isEmpty() ? key : path + "." + key);
                if (deeper != null) {
                    return deeper;
                }
            }
            return null;
        }
        if (there instanceof JsonArray mine && wanted instanceof JsonArray other && mine.size() == other.size()) {
            for (int i = 0; i < mine.size(); i++) {
                String deeper = difference(mine.get(i), other.get(i), path + "[" + i + "]");
                if (deeper != null) {
                    return deeper;
                }
            }
            return null;
        }
        return StrictJson.canonical(there).equals(StrictJson.canonical(wanted))
                ? null
                : path + " " + shown(there) + " and cannot go on with " + shown(wanted);
    }

    private static String shown(JsonElement value) {
        if (value.isJsonNull()) {
            return "nothing";
        }
        return value instanceof JsonPrimitive one ? one.getAsString() : shorter(value.toString());
    }

    /**
     * The names.
     *
     * @return in the order in which they were put in
     */
    public List<String> keys() {
        return List.copyOf(json.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings s && StrictJson.canonical(s.json).equals(StrictJson.canonical(json));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(StrictJson.canonical(json).toCharArray());
    }

    @Override
    public String toString() {
        return StrictJson.canonical(json);
    }
}

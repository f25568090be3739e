package io.github.rieszflow.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.rieszflow.internal.Identified;
import io.github.rieszflow.measure.Measure;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects with a field for each component, and back. Of an interface the object says in {@code type} which
 * record it is: the simple name of one of the interface's own permitted records, the whole name of any other class. What is
 * no record has nothing but that name, and an identity if it has one; points are their fingerprint. These cannot be read back.
 */
final class RecordJson {
    private static final String TYPE = "type";

    private RecordJson() {}

    /** Numbers, texts, truth values, enums, records and lists of them. */
    static JsonElement write(@Nullable Object value, Type declared) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof Boolean truth) {
            return new JsonPrimitive(truth);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof String text) {
            return new JsonPrimitive(text);
        }
        if (value instanceof Enum<?> constant) {
            return new JsonPrimitive(constant.name());
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(one -> array.add(write(one, element(declared))));
            return array;
        }
        if (value instanceof Measure measure) {
            return new JsonPrimitive(Settings.data(measure));
        }
        JsonObject object = new JsonObject();
        if (value.getClass() != declared) {
            object.addProperty(TYPE, name(value.getClass(), declared));
        }
        if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                JsonElement written = write(get(value, component), component.getGenericType());
                if (!written.equals(before(component))) {
                    object.add(component.getName(), written);
                }
            }
        } else if (value instanceof Identified identified) {
            object.addProperty("identity", identified.identity());
        }
        return object;
    }

    private static JsonPrimitive number(Number number) {
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("settings must be finite to be kept: received " + number);
        }
        return new JsonPrimitive(number);
    }

    private static Type element(Type declared) {
        return declared instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : Object.class;
    }

    private static String name(Class<?> type, Type declared) {
        if (declared instanceof Class<?> seam && permitted(seam).contains(type)) {
            return type.getSimpleName();
        }
        // The names of lambdas are others each time.
        return type.isHidden() || type.isSynthetic() ? "a function" : type.getName();
    }

    private static List<Class<?>> permitted(Class<?> seam) {
        Class<?>[] all = seam.getPermittedSubclasses();
        return all == null ? List.of() : Arrays.asList(all);
    }

    private static @Nullable Object get(Object value, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + value.getClass(), e);
        }
    }

    /**
     * Reads back what was written.
     *
     * @throws JsonParseException if a field is missing, unknown or of another type, or the record refuses the values
     */
    static @Nullable Object read(JsonElement json, Type type, String where) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            if (!(json instanceof JsonArray array)) {
                throw wrong(where, "a list", json);
            }
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                Object one = read(array.get(i), element(type), where + "[" + i + "]");
                if (one == null) {
                    throw wrong(where + "[" + i + "]", "something", array.get(i));
                }
                all.add(one);
            }
            return all;
        }
        if (!(type instanceof Class<?> raw)) {
            throw new IllegalArgumentException("settings are no " + type);
        }
        if (json.isJsonNull()) {
            if (raw.isPrimitive()) {
                throw wrong(where, "a " + raw, json);
            }
            return null;
        }
        if (raw.isRecord()) {
            return record(json, raw, where, false);
        }
        if (raw.isInterface()) {
            return one(json, raw, where);
        }
        return plain(json, raw, where);
    }

    private static Object one(JsonElement json, Class<?> seam, String where) {
        String name = json instanceof JsonObject object && object.get(TYPE) instanceof JsonPrimitive text
                ? text.getAsString()
                : "";
        for (Class<?> type : permitted(seam)) {
            if (type.isRecord() && type.getSimpleName().equals(name)) {
                return record(json, type, where, true);
            }
        }
        throw new JsonParseException(where + " is " + (name.isEmpty() ? shown(json) : name)
                + ", which no folder can hold, only the program that made it");
    }

    private static Object record(JsonElement json, Class<?> type, String where, boolean named) {
        if (!(json instanceof JsonObject object)) {
            throw wrong(where, "an object", json);
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        Set<String> left = new HashSet<>(object.keySet());
        if (named) {
            left.remove(TYPE);
        }
        for (int i = 0; i < components.length; i++) {
            String key = components[i].getName();
            String place = where + "." + key;
            JsonElement field = left.remove(key) ? object.get(key) : before(components[i]);
            if (field == null) {
                throw new JsonParseException(place + " is missing");
            }
            types[i] = components[i].getType();
            values[i] = read(field, components[i].getGenericType(), place);
            if (values[i] == null && !nullable(components[i])) {
                throw wrong(place, "something", field);
            }
        }
        if (!left.isEmpty()) {
            throw new JsonParseException(where + "." + left.iterator().next() + " is unknown");
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable refusal = e.getCause() == null ? e : e.getCause();
            throw new JsonParseException(where + " is refused: " + refusal.getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    /** What a component was before there was a choice, none if there always was one. */
    private static @Nullable JsonElement before(RecordComponent component) {
        Later later = component.getAnnotation(Later.class);
        return later == null ? null : JsonParser.parseString(later.before());
    }

    private static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object plain(JsonElement json, Class<?> type, String where) {
        if (!(json instanceof JsonPrimitive value)) {
            throw wrong(where, "a " + type.getSimpleName(), json);
        }
        if (type == boolean.class && value.isBoolean()) {
            return value.getAsBoolean();
        }
        if (type == String.class && value.isString()) {
            return value.getAsString();
        }
        if (type.isEnum() && value.isString()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum) constant).name().equals(value.getAsString())) {
                    return constant;
                }
            }
        }
        if (value.isNumber()) {
            try {
                if (type == int.class || type == Integer.class) {
                    return Integer.valueOf(value.getAsString());
                }
                if (type == long.class || type == Long.class) {
                    return Long.valueOf(value.getAsString());
                }
            } catch (NumberFormatException e) {
                throw wrong(where, "a whole number", json);
            }
            if (type == double.class || type == Double.class) {
                return value.getAsDouble();
            }
        }
        throw wrong(where, "a " + type.getSimpleName(), json);
    }

    private static JsonParseException wrong(String where, String expected, JsonElement received) {
        return new JsonParseException(where + " must be " + expected + ", not " + shown(received));
    }

    private static String shown(JsonElement json) {
        String text = json.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}

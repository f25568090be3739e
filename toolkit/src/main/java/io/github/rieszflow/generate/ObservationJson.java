package io.github.rieszflow.generate;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;

/** Observations as {@code {"labels": {…}}} or {@code {"hidden": {…}}}; for nothing nothing is written. */
final class ObservationJson implements JsonSerializer<Observation>, JsonDeserializer<Observation> {
    @Override
    public JsonElement serialize(Observation observation, Type type, JsonSerializationContext context) {
        JsonObject object = new JsonObject();
        if (observation instanceof Observation.Labels labels) {
            object.add("labels", context.serialize(labels));
        } else if (observation instanceof Observation.Hidden hidden) {
            object.add("hidden", context.serialize(hidden));
        } else {
            return JsonNull.INSTANCE;
        }
        return object;
    }

    @Override
    public Observation deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
        JsonObject object = json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        if (object.has("labels")) {
            return context.deserialize(object.get("labels"), Observation.Labels.class);
        }
        if (object.has("hidden")) {
            return context.deserialize(object.get("hidden"), Observation.Hidden.class);
        }
        throw new JsonParseException("expected an observation of labels or of hidden pixels: received " + json);
    }
}

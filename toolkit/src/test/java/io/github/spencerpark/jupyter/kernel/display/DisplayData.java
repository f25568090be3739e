package io.github.spencerpark.jupyter.kernel.display;

import java.util.LinkedHashMap;
import java.util.Map;

public class DisplayData {
    public final Map<String, Object> data = new LinkedHashMap<>();
    public final Map<String, Object> metadata = new LinkedHashMap<>();
    public String id = "";

    public void putData(String mime, Object value) {
        data.put(mime, value);
    }

    public void putMetaData(String key, Object value) {
        metadata.put(key, value);
    }

    public void setDisplayId(String id) {
        this.id = id;
    }
}

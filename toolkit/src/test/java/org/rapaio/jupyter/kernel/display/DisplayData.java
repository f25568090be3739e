package org.rapaio.jupyter.kernel.display;

import java.util.LinkedHashMap;
import java.util.Map;

public final class DisplayData {
    public final Map<String, Object> data = new LinkedHashMap<>();
    public String id = "";

    private DisplayData() {}

    public static DisplayData fromText(String text) {
        DisplayData made = new DisplayData();
        made.data.put("text/plain", text);
        return made;
    }

    public void putData(String mime, Object value) {
        data.put(mime, value);
    }

    public void setDisplayId(String id) {
        this.id = id;
    }
}

package io.siteagent.functions.packaged;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import okhttp3.OkHttpClient;

/**
 * What the benchmark measures the functions against: a handler without a framework, and with no more than what calling
 * JSON APIs takes.
 */
public final class BareHandler implements RequestHandler<Map<String, Object>, String> {

    private final ObjectMapper json = new ObjectMapper();
    private final OkHttpClient http = new OkHttpClient();

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        return json.createObjectNode()
                .put("events", event.size())
                .put("timeout", http.readTimeoutMillis())
                .toString();
    }
}

package io.siteagent.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Puts on every request who we are and what we take.
 *
 * <p>The User-Agent matters: Waldur marks an offering's integration as active by "waldur-site-agent" in it, and Rancher
 * takes one with "mozilla" for a browser.
 */
final class StandingHeaders implements Interceptor {

    static final String USER_AGENT = "waldur-site-agent-rancher/" + version();

    @Override
    public Response intercept(Chain chain) throws IOException {
        var request =
                chain.request().newBuilder().header("User-Agent", USER_AGENT).header("Accept", "application/json");
        return chain.proceed(request.build());
    }

    private static String version() {
        try (InputStream descriptor =
                StandingHeaders.class.getResourceAsStream("/META-INF/maven/io.siteagent/shared-core/pom.properties")) {
            var properties = new Properties();
            if (descriptor != null) {
                properties.load(descriptor);
            }
            return properties.getProperty("version", "development");
        } catch (IOException _) {
            return "development";
        }
    }
}

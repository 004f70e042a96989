package io.siteagent.core.http;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * The OkHttp clients of all transports, made once so that connections outlive a run. Those that check certificates
 * share their connections, as do those that do not. All go through the proxy of the system properties, if there is one.
 */
final class HttpClients {

    /** OkHttp follows a 503 with {@code Retry-After: 0} by itself; under this name it leaves the decision to us. */
    static final String RETRY_AFTER = "X-Unfollowed-Retry-After";

    private static final class Verifying {
        static final OkHttpClient CLIENT = base().build();
    }

    private static final class Trusting {
        static final OkHttpClient CLIENT = trusting();
    }

    private record Kind(boolean verifyCertificate, TimeLimits limits) {}

    private static final Map<Kind, OkHttpClient> CLIENTS = new ConcurrentHashMap<>();

    private HttpClients() {}

    static OkHttpClient client(boolean verifyCertificate, TimeLimits limits) {
        return CLIENTS.computeIfAbsent(new Kind(verifyCertificate, limits), HttpClients::client);
    }

    private static OkHttpClient client(Kind kind) {
        return (kind.verifyCertificate() ? Verifying.CLIENT : Trusting.CLIENT)
                .newBuilder()
                .connectTimeout(kind.limits().connect())
                .readTimeout(kind.limits().read())
                .writeTimeout(kind.limits().read())
                .build();
    }

    private static OkHttpClient.Builder base() {
        return new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .addInterceptor(new StandingHeaders())
                .addNetworkInterceptor(chain -> {
                    Sent.mark(chain.request());
                    var response = chain.proceed(chain.request());
                    var retryAfter = response.header("Retry-After");
                    return retryAfter == null
                            ? response
                            : response.newBuilder()
                                    .removeHeader("Retry-After")
                                    .header(RETRY_AFTER, retryAfter)
                                    .build();
                });
    }

    private static OkHttpClient trusting() {
        try {
            var trustAll = new TrustAll();
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trustAll}, new SecureRandom());
            return base().sslSocketFactory(context.getSocketFactory(), trustAll)
                    .hostnameVerifier((_, _) -> true)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * Trusts every server. Insecure: whoever stands in between reads the token. Used only where a configuration says
     * {@code verify_ssl: false} or {@code verify_cert: false}.
     */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

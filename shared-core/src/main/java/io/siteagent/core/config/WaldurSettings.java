package io.siteagent.core.config;

import java.net.URI;

/**
 * How Waldur is reached.
 *
 * @param baseUri root of the server, ending in a slash, without {@code api/}
 * @param verifySsl whether its certificate, and that of the server that gives the tokens, is checked
 *     ({@code verify_ssl})
 */
public record WaldurSettings(URI baseUri, Login login, boolean verifySsl) {

    /** What the agent proves to Waldur that it is. */
    public sealed interface Login {

        /** The API token of a user of Waldur. */
        record ApiToken(Secret value) implements Login {}

        /** An OAuth 2 client with an account of its own; its access tokens are what Waldur is shown. */
        record ClientCredentials(URI tokenUrl, String clientId, Secret clientSecret) implements Login {}
    }

    /** With the API token of a user. */
    public static WaldurSettings withToken(URI baseUri, Secret token, boolean verifySsl) {
        return new WaldurSettings(baseUri, new Login.ApiToken(token), verifySsl);
    }
}

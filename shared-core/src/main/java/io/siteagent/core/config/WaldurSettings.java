package io.siteagent.core.config;

import java.net.URI;

/**
 * How Waldur is reached.
 *
 * @param baseUri root of the server, ending in a slash, without {@code api/}
 * @param verifySsl whether its certificate is checked ({@code verify_ssl})
 */
public record WaldurSettings(URI baseUri, Secret token, boolean verifySsl) {}

package io.siteagent.core.config;

import java.net.URI;

/**
 * How Rancher is reached.
 *
 * @param baseUri root of the server, ending in a slash, without {@code v3}
 * @param accessKey name part of the API token ({@code username})
 * @param secretKey secret part of the API token ({@code password})
 * @param clusterId cluster that the offering's projects live in, e.g. {@code c-m-1234abcd} or {@code local}
 */
public record RancherSettings(URI baseUri, String accessKey, Secret secretKey, String clusterId, boolean verifyCert) {}

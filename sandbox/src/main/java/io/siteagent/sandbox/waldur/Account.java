package io.siteagent.sandbox.waldur;

/**
 * A service or course account of a project.
 *
 * @param kind {@code service} or {@code course}
 * @param state {@code OK} or {@code Closed}
 */
public record Account(String uuid, String kind, String project, String username, String state) {}

package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;

/**
 * A service account or course account of a project: no person, but a member like one.
 *
 * @param username name under which Keycloak knows it
 * @param active whether it is OK; a closed one has no access
 */
public record ProjectAccount(WaldurUuid uuid, WaldurUuid projectUuid, String username, boolean active) {}

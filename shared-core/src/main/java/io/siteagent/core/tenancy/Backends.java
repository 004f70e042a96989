package io.siteagent.core.tenancy;

import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.waldur.WaldurClient;
import java.util.Optional;

/**
 * The systems that one offering lives in.
 *
 * @param keycloak empty when the offering has no Keycloak
 */
public record Backends(WaldurClient waldur, RancherClient rancher, Optional<KeycloakClient> keycloak) {}

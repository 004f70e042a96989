/** Keycloak's admin API as typed exchanges: groups, members, users. Takes no decision. */
@NullMarked
package io.siteagent.core.keycloak;

import org.jspecify.annotations.NullMarked;

/** The real Keycloak server as a child process, and the gate through which its calls are counted and disturbed. */
@NullMarked
package io.siteagent.sandbox.keycloak;

import org.jspecify.annotations.NullMarked;

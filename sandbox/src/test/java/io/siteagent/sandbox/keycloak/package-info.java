@NullMarked
package io.siteagent.sandbox.keycloak;

import org.jspecify.annotations.NullMarked;

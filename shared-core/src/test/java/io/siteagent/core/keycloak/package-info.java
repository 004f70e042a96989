@NullMarked
package io.siteagent.core.keycloak;

import org.jspecify.annotations.NullMarked;

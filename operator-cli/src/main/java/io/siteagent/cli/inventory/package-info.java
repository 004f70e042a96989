/** {@code siteagent inventory}: what there is in Rancher and Keycloak, ours and not ours. */
@NullMarked
package io.siteagent.cli.inventory;

import org.jspecify.annotations.NullMarked;

/** {@code siteagent webhook}: lets Waldur wake the functions. */
@NullMarked
package io.siteagent.cli.webhook;

import org.jspecify.annotations.NullMarked;

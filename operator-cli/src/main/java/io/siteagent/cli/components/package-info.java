/** {@code siteagent components}: the offering's components in Waldur, from the configuration. */
@NullMarked
package io.siteagent.cli.components;

import org.jspecify.annotations.NullMarked;

/** {@code siteagent explain}: why somebody has access, or has none. */
@NullMarked
package io.siteagent.cli.explain;

import org.jspecify.annotations.NullMarked;

/** {@code siteagent migrate}: a configuration of the predecessor, in any spelling, as ours. */
@NullMarked
package io.siteagent.cli.migrate;

import org.jspecify.annotations.NullMarked;

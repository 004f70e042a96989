/** The operator's command {@code siteagent}: the same core as the functions, on a laptop. */
@NullMarked
package io.siteagent.cli;

import org.jspecify.annotations.NullMarked;

/** {@code siteagent run}: one pass of one mode, as the functions make it. */
@NullMarked
package io.siteagent.cli.run;

import org.jspecify.annotations.NullMarked;

/** The sandbox as a whole: every stand-in in one process, and its control endpoint. */
@NullMarked
package io.siteagent.sandbox;

import org.jspecify.annotations.NullMarked;

/** The sandbox as a whole: every stand-in in one process, its control endpoint and its command line. */
@NullMarked
package io.siteagent.sandbox;

import org.jspecify.annotations.NullMarked;

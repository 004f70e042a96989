/**
 * The demo: the three packaged functions at work on the sandbox, told as a story with a checked end; and its site
 * alone.
 */
@NullMarked
package io.siteagent.sandbox.demo;

import org.jspecify.annotations.NullMarked;

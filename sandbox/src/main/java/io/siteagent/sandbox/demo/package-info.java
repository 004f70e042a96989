/** The demo: the three packaged functions at work on the sandbox, told as a story with a checked end. */
@NullMarked
package io.siteagent.sandbox.demo;

import org.jspecify.annotations.NullMarked;

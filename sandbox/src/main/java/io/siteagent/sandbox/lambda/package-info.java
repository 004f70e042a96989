/** Lambda without AWS: the runtime API on loopback, and packaged functions as child processes that use it. */
@NullMarked
package io.siteagent.sandbox.lambda;

import org.jspecify.annotations.NullMarked;

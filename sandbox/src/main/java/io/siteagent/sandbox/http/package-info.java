/** The loopback HTTP server that every stand-in of the sandbox is served by: routing, call log, faults. */
@NullMarked
package io.siteagent.sandbox.http;

import org.jspecify.annotations.NullMarked;

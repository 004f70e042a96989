/**
 * One transport for every outgoing call: time-outs, retries, paging, call counting, and the closed set of failure
 * meanings.
 */
@NullMarked
package io.siteagent.core.http;

import org.jspecify.annotations.NullMarked;

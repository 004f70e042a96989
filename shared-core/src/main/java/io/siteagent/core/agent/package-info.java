/**
 * The three modes as one pass each (orders, membership, report): what the functions and the operator's command call.
 */
@NullMarked
package io.siteagent.core.agent;

import org.jspecify.annotations.NullMarked;

/** Waldur Mastermind's API as typed exchanges: orders, resources, team, usage. Takes no decision. */
@NullMarked
package io.siteagent.core.waldur;

import org.jspecify.annotations.NullMarked;

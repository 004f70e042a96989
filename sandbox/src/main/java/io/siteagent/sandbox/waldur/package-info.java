/**
 * A Waldur that a provider's agent can talk to, as recorded from a real one; what people do in it comes as commands.
 */
@NullMarked
package io.siteagent.sandbox.waldur;

import org.jspecify.annotations.NullMarked;

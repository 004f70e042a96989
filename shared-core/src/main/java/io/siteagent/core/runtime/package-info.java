/** What every function shares around the work: triggers, deadline, metrics, audit lines. */
@NullMarked
package io.siteagent.core.runtime;

import org.jspecify.annotations.NullMarked;

/** {@code siteagent plan} and {@code apply}: what differs from what should be, and the way there. */
@NullMarked
package io.siteagent.cli.plan;

import org.jspecify.annotations.NullMarked;

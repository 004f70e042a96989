/** The function of mode {@code membership_sync}. */
@NullMarked
package io.siteagent.functions.membership;

import org.jspecify.annotations.NullMarked;

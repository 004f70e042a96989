/** The function of mode {@code report}. */
@NullMarked
package io.siteagent.functions.report;

import org.jspecify.annotations.NullMarked;

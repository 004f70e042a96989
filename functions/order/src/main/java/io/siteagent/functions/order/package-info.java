/** The function of mode {@code order_process}. */
@NullMarked
package io.siteagent.functions.order;

import org.jspecify.annotations.NullMarked;

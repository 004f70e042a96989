/** The heart: what a tenant should be, what it is, the plan between the two, and how the plan is applied. */
@NullMarked
package io.siteagent.core.tenancy;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.siteagent.core.tenancy;

import org.jspecify.annotations.NullMarked;

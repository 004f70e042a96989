@NullMarked
package io.siteagent.core.runtime;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.siteagent.core.agent;

import org.jspecify.annotations.NullMarked;

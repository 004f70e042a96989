@NullMarked
package io.siteagent.core.config;

import org.jspecify.annotations.NullMarked;

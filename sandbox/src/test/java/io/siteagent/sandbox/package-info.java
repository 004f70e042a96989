@NullMarked
package io.siteagent.sandbox;

import org.jspecify.annotations.NullMarked;

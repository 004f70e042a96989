@NullMarked
package io.siteagent.sandbox.waldur;

import org.jspecify.annotations.NullMarked;

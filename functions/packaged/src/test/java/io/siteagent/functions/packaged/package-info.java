@NullMarked
package io.siteagent.functions.packaged;

import org.jspecify.annotations.NullMarked;

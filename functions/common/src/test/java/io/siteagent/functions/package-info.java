@NullMarked
package io.siteagent.functions;

import org.jspecify.annotations.NullMarked;

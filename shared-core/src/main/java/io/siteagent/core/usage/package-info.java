/** Usage of many resources of one cluster, read in few calls. */
@NullMarked
package io.siteagent.core.usage;

import org.jspecify.annotations.NullMarked;

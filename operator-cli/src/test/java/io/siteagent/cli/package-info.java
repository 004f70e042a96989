@NullMarked
package io.siteagent.cli;

import org.jspecify.annotations.NullMarked;

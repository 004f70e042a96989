@NullMarked
package io.siteagent.cli.run;

import org.jspecify.annotations.NullMarked;

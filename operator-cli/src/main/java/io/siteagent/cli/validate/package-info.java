/** {@code siteagent validate}: what is wrong in a configuration, before anything runs on it. */
@NullMarked
package io.siteagent.cli.validate;

import org.jspecify.annotations.NullMarked;

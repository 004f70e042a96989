/** What the commands have in common: where they print, how they end, the options that several of them take. */
@NullMarked
package io.siteagent.cli.shell;

import org.jspecify.annotations.NullMarked;

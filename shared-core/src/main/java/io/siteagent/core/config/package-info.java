/** Offerings and their settings as records, and the sources they are read from: SSM Parameter Store or a file. */
@NullMarked
package io.siteagent.core.config;

import org.jspecify.annotations.NullMarked;

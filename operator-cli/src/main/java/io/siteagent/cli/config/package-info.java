/** {@code siteagent config}: documents and secrets in Parameter Store. */
@NullMarked
package io.siteagent.cli.config;

import org.jspecify.annotations.NullMarked;

/**
 * What the three functions have in common: the Lambda handler, the function behind it, its answer and its log lines.
 *
 * <p>A module of its own, because it needs Spring Cloud Function and Lambda's types, which the shared core must not
 * know, and because three copies of it would drift apart. A function's own module says only which mode it runs.
 */
@NullMarked
package io.siteagent.functions;

import org.jspecify.annotations.NullMarked;

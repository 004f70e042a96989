@NullMarked
package io.siteagent.sandbox.http;

import org.jspecify.annotations.NullMarked;

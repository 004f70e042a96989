@NullMarked
package io.siteagent.sandbox.ssm;

import org.jspecify.annotations.NullMarked;

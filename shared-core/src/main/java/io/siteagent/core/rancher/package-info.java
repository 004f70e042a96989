/** Rancher's Kubernetes API, the cluster proxy and what only Norman has, as typed exchanges. Takes no decision. */
@NullMarked
package io.siteagent.core.rancher;

import org.jspecify.annotations.NullMarked;

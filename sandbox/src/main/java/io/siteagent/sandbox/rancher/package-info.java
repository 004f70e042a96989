/**
 * A stateful Rancher with the Kubernetes API behind it: Norman {@code /v3}, the management API {@code /apis} and the
 * cluster proxy {@code /k8s/clusters/{id}}. Shapes, status codes and traps are those recorded from a real server.
 *
 * <p>Outside in: {@code RancherStandIn} (what a test holds) → {@code NormanApi} and {@code KubernetesApi} (requests to
 * reads and writes) → {@code *Rules} (what the webhooks and admission refuse) → {@code Store} (objects and versions) →
 * {@code *Controller} (what Rancher does later by itself).
 */
@NullMarked
package io.siteagent.sandbox.rancher;

import org.jspecify.annotations.NullMarked;

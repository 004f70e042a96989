package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What Rancher and Kubernetes do by themselves, some time after a write. There is no thread: work that has become due
 * is done before the next request is looked at, so a test sees the same order every time.
 */
final class Controllers {

    private static final int FAR_TOO_MUCH = 1_000_000;

    private record Due(Instant at, long order, ObjectKey key) {}

    private final Store store;
    private final Settings settings;
    private final Clock clock;
    private final ProjectController projects;
    private final BindingController bindings;
    private final NamespaceController namespaces;
    private final QuotaUsageController quotas;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private final Set<ObjectKey> queued = new HashSet<>();
    private final Map<ObjectKey, Instant> going = new HashMap<>();
    private long order;

    Controllers(Store store, Settings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.projects = new ProjectController(store);
        this.bindings = new BindingController(store);
        this.namespaces = new NamespaceController(store);
        this.quotas = new QuotaUsageController(store);
        store.onChange(this::changed);
    }

    /** Does everything that is due by now, and what follows from it. */
    void settle() {
        var now = clock.instant();
        for (int steps = 0; !queue.isEmpty() && !queue.peek().at().isAfter(now); steps++) {
            if (steps > FAR_TOO_MUCH) {
                throw new IllegalStateException("the controllers don't come to rest");
            }
            var due = queue.remove();
            queued.remove(due.key());
            reconcile(due.key(), now);
        }
    }

    /** Looks at every object again, as after a restart. */
    void resync() {
        queue.clear();
        queued.clear();
        going.clear();
        store.all().keySet().forEach(key -> enqueue(key, clock.instant()));
    }

    private void reconcile(ObjectKey key, Instant now) {
        var found = store.find(key);
        if (found.isEmpty()) {
            going.remove(key);
            return;
        }
        var object = found.get();
        if (!Json.deleting(object)) {
            switch (key.kind()) {
                case PROJECT -> projects.reconcile(key, object);
                case BINDING -> bindings.reconcile(key, object);
                case NAMESPACE -> namespaces.reconcile(key, object);
                case RESOURCE_QUOTA -> quotas.reconcile(key, object);
                case CLUSTER, ROLE_TEMPLATE, LIMIT_RANGE, POD, VOLUME_CLAIM, ROLE_BINDING -> {}
            }
            return;
        }
        if (key.kind() == Kind.PROJECT) {
            projects.releaseNamespaces(key);
        }
        var end = going.computeIfAbsent(key, fresh -> now.plus(settings.terminationDelay()));
        if (end.isAfter(now)) {
            enqueue(key, end);
            return;
        }
        going.remove(key);
        switch (key.kind()) {
            case PROJECT -> projects.remove(key, object);
            case NAMESPACE -> namespaces.remove(key);
            case CLUSTER, ROLE_TEMPLATE, BINDING, RESOURCE_QUOTA, LIMIT_RANGE, POD, VOLUME_CLAIM, ROLE_BINDING ->
                store.remove(key, Store.RANCHER);
        }
    }

    private void changed(ObjectKey key, Optional<ObjectNode> before, Optional<ObjectNode> after) {
        var due = clock.instant().plus(settings.controllerDelay());
        enqueue(key, due);
        var either = after.or(() -> before).orElseThrow();
        switch (key.kind()) {
            case NAMESPACE -> {
                before.flatMap(ProjectId::of).ifPresent(id -> enqueue(id.key(), due));
                after.flatMap(ProjectId::of).ifPresent(id -> enqueue(id.key(), due));
            }
            case PROJECT -> enqueueNamespaces(new ProjectId(key.namespace(), key.name()), due);
            case BINDING ->
                Json.text(either, "projectName").flatMap(ProjectId::parse).ifPresent(id -> enqueueNamespaces(id, due));
            case POD, VOLUME_CLAIM ->
                store.list(key.cluster(), Kind.RESOURCE_QUOTA, key.namespace())
                        .keySet()
                        .forEach(quota -> enqueue(quota, due));
            case CLUSTER, ROLE_TEMPLATE, RESOURCE_QUOTA, LIMIT_RANGE, ROLE_BINDING -> {}
        }
    }

    private void enqueueNamespaces(ProjectId project, Instant due) {
        store.namespacesOf(project).keySet().forEach(key -> enqueue(key, due));
    }

    private void enqueue(ObjectKey key, Instant at) {
        if (queued.add(key)) {
            queue.add(new Due(at, order++, key));
        }
    }
}

package io.siteagent.sandbox.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Realms to use again: to make and to delete one takes Keycloak longer than most tests. */
final class RealmPool {

    private final URI baseUri;
    private final Map<Realm, JsonNode> whenNew = new ConcurrentHashMap<>();
    private final Queue<Realm> idle = new ConcurrentLinkedQueue<>();

    RealmPool(URI baseUri) {
        this.baseUri = baseUri;
    }

    Realm take() throws IOException {
        var used = idle.poll();
        if (used != null) {
            return used;
        }
        var realm = Realm.create(baseUri, "sandbox-" + UUID.randomUUID());
        whenNew.put(realm, realm.export());
        return realm;
    }

    /** What isn't from here, or can't be made as it was when it was new, is deleted. */
    void giveBack(Realm realm) throws IOException {
        var before = whenNew.get(realm);
        if (before != null && realm.empty() && realm.export().equals(before)) {
            idle.add(realm);
        } else {
            whenNew.remove(realm);
            realm.delete();
        }
    }
}

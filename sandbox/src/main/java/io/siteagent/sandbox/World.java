package io.siteagent.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The whole state of a stand-in as one JSON document: to look at, to compare in a test, to seed a sandbox from a file.
 * What {@link #dump()} returns, {@link #load(ObjectNode)} accepts, and a dump after it equals the document loaded.
 */
public interface World {

    /** A copy of the state of this moment; later changes don't show in it. */
    ObjectNode dump();

    /**
     * Replaces the state as a whole.
     *
     * @throws IllegalArgumentException if the document is not of this world's shape; the state stays as it was
     */
    void load(ObjectNode world);
}

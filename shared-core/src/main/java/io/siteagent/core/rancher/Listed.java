package io.siteagent.core.rancher;

/** An object of a list that goes on when one of its objects can't be understood. */
public sealed interface Listed<T> {

    record Read<T>(T value) implements Listed<T> {}

    /**
     * There is such an object, but what it says is not known.
     *
     * @param what what is wrong with it, without its values
     */
    record Unreadable<T>(String namespace, String name, String what) implements Listed<T> {}
}

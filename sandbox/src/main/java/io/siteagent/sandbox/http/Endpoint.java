package io.siteagent.sandbox.http;

/** A stand-in's answer to one request. Called by many threads; it guards its own world. */
@FunctionalInterface
public interface Endpoint {
    Answer handle(Request request);
}

package io.siteagent.sandbox.waldur;

/** What a person's program shows to the API. */
public record Token(String value, String person, boolean expired) {}

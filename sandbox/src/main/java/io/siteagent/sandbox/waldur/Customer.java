package io.siteagent.sandbox.waldur;

/** An organisation: a consumer's, or the provider's. */
public record Customer(String uuid, String name, String slug) {}

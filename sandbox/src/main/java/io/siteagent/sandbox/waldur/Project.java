package io.siteagent.sandbox.waldur;

import java.time.Instant;

/** A project of a customer; its people get access to its resources. */
public record Project(String uuid, String customer, String name, String slug, String description, Instant created) {}

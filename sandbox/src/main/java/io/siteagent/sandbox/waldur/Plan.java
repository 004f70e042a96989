package io.siteagent.sandbox.waldur;

/** A plan of an offering, with one price for each unit of each component. */
public record Plan(String uuid, String name, double price) {}

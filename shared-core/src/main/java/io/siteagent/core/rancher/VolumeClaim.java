package io.siteagent.core.rancher;

/** A PersistentVolumeClaim and the storage that it requests, in bytes. */
public record VolumeClaim(String namespace, String name, Quantity requestedStorage) {}

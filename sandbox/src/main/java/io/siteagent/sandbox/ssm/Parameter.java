package io.siteagent.sandbox.ssm;

import java.time.Instant;

/** @param secure a SecureString: its value shows only to those who ask for decryption */
record Parameter(String name, String value, boolean secure, long version, Instant modified) {}

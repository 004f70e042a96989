package io.siteagent.sandbox.http;

/**
 * One call that reached the sandbox.
 *
 * @param number counts up over all systems, from 1
 * @param system name of the stand-in: {@code waldur}, {@code rancher}, {@code keycloak}, {@code ssm}
 * @param target path with query, as sent
 * @param status what was answered; 0 when the connection was dropped
 * @param known whether the stand-in knows such an endpoint
 * @param fault what was done to it; empty when nothing
 */
public record Call(long number, String system, String method, String target, int status, boolean known, String fault) {

    /** Whether it asked for a change: everything but GET and HEAD, and log-ins, which change nothing. */
    public boolean isWrite() {
        return !method.equals("GET")
                && !method.equals("HEAD")
                && !target.contains("/protocol/openid-connect/token")
                && !system.equals("ssm");
    }

    @Override
    public String toString() {
        return "%d %s %s %s %d%s".formatted(number, system, method, target, status, fault.isEmpty() ? "" : " " + fault);
    }
}

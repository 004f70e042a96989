package io.siteagent.core.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A call that ended without a whole answer, in words that hold no address. */
final class BrokenCall {

    private BrokenCall() {}

    static String describe(IOException failure) {
        return switch (failure) {
            case UnknownHostException _ -> "its host name is not known";
            case ConnectException _ -> "no connection";
            case InterruptedIOException _ -> "no answer in time";
            case SSLException _ when !mayPass(failure) -> "its certificate is not trusted";
            case SSLException _ -> "no secure connection";
            default -> "the connection broke";
        };
    }

    /** A certificate that is not trusted now is not trusted a second later. */
    static boolean mayPass(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return false;
            }
        }
        return true;
    }
}

package io.siteagent.sandbox.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Where stand-ins can be reached.
 *
 * @param name what their URLs name
 * @param address what they listen on
 * @param tls presents the certificate, if there is one, and trusts no other
 */
public record Host(String name, InetAddress address, Optional<SSLContext> tls) {

    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};

    /** From this machine alone, by plain HTTP. */
    public static final Host LOOPBACK = new Host("127.0.0.1", loopback(), Optional.empty());

    /**
     * The name or address by which others, such as containers, know this machine. If it is of one of its interfaces,
     * that alone is listened on; any other name has to lead to loopback, as Docker Desktop's
     * {@code host.docker.internal} does. By HTTPS, with a certificate that nobody has signed.
     */
    public static Host of(String name) {
        var certificate =
                new HeldCertificate.Builder().addSubjectAlternativeName(name).build();
        var handshake = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate.certificate())
                .build();
        return new Host(name, address(name), Optional.of(handshake.sslContext()));
    }

    /** The same by plain HTTP. */
    public Host plain() {
        return new Host(name, address, Optional.empty());
    }

    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    HttpServer server(int port) throws IOException {
        var socket = new InetSocketAddress(address, port);
        if (tls.isEmpty()) {
            return HttpServer.create(socket, 0);
        }
        var server = HttpsServer.create(socket, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
        return server;
    }

    private static InetAddress address(String name) {
        try {
            var address = InetAddress.getByName(name);
            return NetworkInterface.getByInetAddress(address) == null ? loopback() : address;
        } catch (UnknownHostException leadsHereForOthersOnly) {
            return loopback();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(IPV4_LOOPBACK);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(new IOException("no IPv4", e));
        }
    }
}

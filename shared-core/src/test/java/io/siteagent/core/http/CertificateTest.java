package io.siteagent.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.siteagent.core.http.RemoteException.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificateTest {

    private static final Exchange READ = Exchange.get("read thing", "a", "things", "a");

    private final MockWebServer server = new MockWebServer();
    private final List<CallObserver.Attempt> attempts = new ArrayList<>();

    @BeforeEach
    void serveWithACertificateThatNobodyVouchesFor() throws Exception {
        var certificate =
                new HeldCertificate.Builder().commonName("somebody else").build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.start();
        server.enqueue(Loopback.json(200, "{}"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Transport transport(boolean verify) {
        try (var loopback = new Loopback()) {
            var wire = new Wire(loopback.wire().deadline(), attempts::add, Loopback.PAUSES, Loopback.LIMITS);
            var uri = URI.create("https://127.0.0.1:" + server.getPort() + "/");
            return new Transport(RemoteSystem.RANCHER, uri, verify, Authorization.fixed("Bearer abc"), wire);
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_gets_no_credential_and_no_second_try() {
        var failure = catchThrowableOfType(
                RemoteException.class, () -> transport(true).call(READ, Answer.DONE));
        assertThat(failure.reason()).isEqualTo(Reason.TRANSIENT);
        assertThat(failure.detail()).isEqualTo("its certificate is not trusted");
        assertThat(attempts).hasSize(1);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void it_is_taken_where_checking_is_switched_off() {
        assertThat(transport(false).call(READ, Answer.DONE)).isTrue();
    }
}

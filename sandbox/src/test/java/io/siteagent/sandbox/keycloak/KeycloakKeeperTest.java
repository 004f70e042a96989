package io.siteagent.sandbox.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeycloakKeeperTest {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path temporary;

    private Process build;
    private Process server;
    private Path database;

    @BeforeEach
    void start() throws IOException {
        build = sleeper();
        server = sleeper();
        database = Files.createDirectories(temporary.resolve("database"));
        Files.writeString(database.resolve("keycloakdb.mv.db"), "rows");
    }

    @AfterEach
    void stop() {
        build.destroyForcibly();
        server.destroyForcibly();
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    @Test
    void a_build_that_is_killed_takes_its_server_and_database_along() throws Exception {
        var keeper = KeycloakKeeper.watch(build.toHandle(), server.toHandle(), database);
        build.destroyForcibly();

        assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(keeper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(database).doesNotExist();
    }

    @Test
    void a_build_that_ended_before_the_watch_began_is_noticed() throws Exception {
        build.destroyForcibly().waitFor();
        KeycloakKeeper.watch(build.toHandle(), server.toHandle(), database);

        assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_server_that_ends_first_ends_the_watch_and_leaves_its_log() throws Exception {
        var keeper = KeycloakKeeper.watch(build.toHandle(), server.toHandle(), database);
        server.destroyForcibly();

        assertThat(keeper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(build.isAlive()).isTrue();
        assertThat(database).exists();
    }
}

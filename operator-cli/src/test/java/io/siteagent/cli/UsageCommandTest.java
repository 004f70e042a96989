package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code siteagent usage}: this month's figures, and those of a past one where the server allows it. */
class UsageCommandTest {

    @TempDir
    Path directory = Path.of("");

    private Site site;

    @BeforeEach
    void ordersAreDone() {
        site = new Site(directory);
        site.bringAbout();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void without_a_month_this_ones_usage_is_reported() {
        var result = site.run("usage");

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("done", "usage of ");
        assertThat(site.sandbox.waldur().usages()).isNotEmpty();
    }

    @Test
    void a_month_before_the_resources_were_there_has_nothing_to_be_filled() {
        var result = site.run("usage", "--month", "2024-10");

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(site.sandbox.waldur().usages()).isEmpty();
    }

    @Test
    void a_month_that_has_not_begun_is_left_alone() {
        var result = site.run("usage", "--month", "2999-01");

        assertThat(result.out()).contains("has not begun yet");
        assertThat(site.sandbox.waldur().usages()).isEmpty();
    }

    @Test
    void something_that_is_no_month_is_refused() {
        assertThat(site.run("usage", "--month", "October").code()).isEqualTo(64);
    }
}

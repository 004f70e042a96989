package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code siteagent components load}, {@code webhook} and {@code replay}. */
class SetUpCommandsTest {

    private static final String HOOK = "https://hooks.example.com/hook/very-secret";

    @TempDir
    Path directory = Path.of("");

    private Site site;

    @BeforeEach
    void open() {
        site = new Site(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String withGpu() {
        return site.config(document ->
                document + "      gpu: {type: gpu, measured_unit: units, accounting_type: limit, label: GPU}\n");
    }

    @Test
    void a_dry_run_names_what_would_be_loaded_exits_2_and_sends_nothing() {
        var result = site.command("components", "load", "--dry-run", "--config", withGpu());

        assertThat(result.code()).as(result.toString()).isEqualTo(2);
        assertThat(result.out())
                .contains(
                        "+ component gpu: GPU, limit, in units",
                        "~ component cpu: name from cpu to CPU Cores, measured_unit from units to cores",
                        "nothing was sent");
        assertThat(site.writes()).isEmpty();
    }

    @Test
    void loading_creates_what_is_missing_and_updates_what_differs() {
        site.sandbox
                .faults()
                .on(Sandbox.WALDUR)
                .post("_offering_component/")
                .every()
                .then(Fault.status(201, ""));

        var result = site.command("components", "load", "--config", withGpu());

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(site.writes().stream().map(call -> call.target().replaceAll(".*/([a-z_]+)/$", "$1")))
                .containsExactlyInAnyOrder(
                        "create_offering_component",
                        "update_offering_component",
                        "update_offering_component",
                        "update_offering_component");
    }

    @Test
    void a_component_that_cannot_be_loaded_makes_the_exit_code_1_and_the_others_are_loaded() {
        site.sandbox
                .faults()
                .on(Sandbox.WALDUR)
                .post("create_offering_component/")
                .every()
                .then(Fault.status(400, "{\"type\": [\"Enter a valid value.\"]}"));
        site.sandbox
                .faults()
                .on(Sandbox.WALDUR)
                .post("update_offering_component/")
                .every()
                .then(Fault.status(200, ""));

        var result = site.command("components", "load", "--config", withGpu());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("! failed:", "Enter a valid value");
        assertThat(site.writes()).hasSize(4);
    }

    @Test
    void a_component_that_only_waldur_has_is_reported_and_kept() {
        site.demo.offering().component("licences", "usage");

        var result = site.run("components", "load", "--dry-run");

        assertThat(result.out()).contains("! component licences is in Waldur only; it is left as it is");
    }

    @Test
    void a_webhook_is_installed_once_and_its_secret_is_not_shown() {
        site.sandbox.faults().on(Sandbox.WALDUR).post("/api/hooks-web/").every().then(Fault.status(201, "{}"));

        var first = site.run("webhook", "install", "--url", HOOK);
        assertThat(first.code()).as(first.toString()).isZero();
        assertThat(site.writes()).hasSize(1);
        assertThat(first.out())
                .contains("+ webhook to https://hooks.example.com/…")
                .doesNotContain("very-secret");

        site.answers(Sandbox.WALDUR, "/api/hooks-web/", """
                [{"uuid": "502fd82b446c4d91a5c52565a8eca141", "is_active": true, "destination_url": "%s", "event_types":
                ["marketplace_order_approved", "marketplace_resource_create_requested",
                "marketplace_resource_terminate_requested", "marketplace_resource_update_requested", "role_granted",
                "role_revoked", "role_updated", "marketplace_resource_paused", "marketplace_resource_downscaled"]}]""".formatted(HOOK));
        var second = site.run("webhook", "install", "--url", HOOK);
        assertThat(second.code()).isZero();
        assertThat(site.writes()).isEmpty();
        assertThat(site.run("webhook", "check").code()).isZero();
    }

    @Test
    void a_webhook_that_lacks_events_is_found() {
        site.answers(Sandbox.WALDUR, "/api/hooks-web/", """
                [{"uuid": "502fd82b446c4d91a5c52565a8eca141", "is_active": true, "destination_url": "%s",
                "event_types": ["role_granted"]}]""".formatted(HOOK));

        var result = site.run("webhook", "check");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("lacks marketplace_order_approved").doesNotContain("very-secret");
    }

    @Test
    void orders_and_roles_have_a_webhook_each_and_neither_makes_up_for_the_other() {
        site.sandbox.faults().on(Sandbox.WALDUR).post("/api/hooks-web/").every().then(Fault.status(201, "{}"));
        var installed = site.run("webhook", "install", "--url", "https://hooks.example.com/membership/very-secret");
        assertThat(installed.out()).contains("role_granted").doesNotContain("marketplace_order_approved");

        site.answers(Sandbox.WALDUR, "/api/hooks-web/", hooks("membership", "order"));
        assertThat(site.run("webhook", "check").code()).isZero();

        site.answers(Sandbox.WALDUR, "/api/hooks-web/", hooks("order", "order"));
        var check = site.run("webhook", "check");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out())
                .contains(
                        "no webhook brings marketplace_resource_downscaled, marketplace_resource_paused, role_granted, role_revoked, role_updated to where it is of use");
    }

    private static String hooks(String one, String other) {
        var every = """
                {"uuid": "%s", "is_active": true,
                "destination_url": "https://hooks.example.com/%s/very-secret", "event_types":
                ["marketplace_order_approved", "marketplace_resource_create_requested",
                "marketplace_resource_terminate_requested", "marketplace_resource_update_requested", "role_granted",
                "role_revoked", "role_updated", "marketplace_resource_paused", "marketplace_resource_downscaled"]}""";
        return "[" + every.formatted("502fd82b446c4d91a5c52565a8eca141", one) + ","
                + every.formatted("8f1d0b7ac1d34a5fb8d4f4d2a1ce9b30", other) + "]";
    }

    @Test
    void the_token_of_the_webhooks_owner_comes_from_standard_input() {
        var support = site.sandbox.waldur().seed().supportToken("watcher");

        var result = site.commandWith(support + "\n", "webhook", "check", "--token-stdin", "--config", site.config());

        assertThat(result.out()).contains("owns no webhook");
        assertThat(result.out() + result.err()).doesNotContain(support);
        assertThat(site.commandWith("", "webhook", "check", "--token-stdin", "--config", site.config())
                        .code())
                .isEqualTo(64);
    }

    @Test
    void an_order_is_replayed_by_itself_and_again_changes_nothing() {
        var order = site.demo.orders().getFirst();

        var result = site.run("replay", order.uuid());

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(site.sandbox.waldur().order(order.uuid()).state().text()).isEqualTo("done");
        assertThat(site.run("replay", order.uuid()).code()).isZero();
        assertThat(site.writes()).isEmpty();
    }

    @Test
    void completion_for_the_shell_is_printed() {
        assertThat(site.command("generate-completion").out()).contains("_complete_siteagent");
    }
}

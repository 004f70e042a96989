package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/transcripts.md is what the packaged command prints, each time in a process of its own, with addresses and times
 * made plain.
 */
class TranscriptsTest {

    private static final Path PAGE = Path.of("../docs/transcripts.md");

    private static final String HEAD = """
            # Transcripts

            What the commands print, of one installation from the first look to everyday questions. The test run writes this page, from the sandbox and
            a real Keycloak; addresses and times are made plain. Lines on standard error are shown too.

            """;

    @TempDir
    private Path directory = Path.of("");

    private final PackagedCommand command = PackagedCommand.byScript();
    private final StringBuilder page = new StringBuilder(HEAD);
    private final Map<Pattern, String> plain = new LinkedHashMap<>();

    @Test
    void the_page_of_transcripts_is_what_the_commands_print() throws IOException {
        try (var site = new Site(directory)) {
            makePlain(site);
            lookBefore(site);
            orders(site);
            everyday(site);
            configuration(site);
        }
        Golden.assertEquals(PAGE, page.toString());
    }

    private void makePlain(Site site) {
        replace(Pattern.quote(site.sandbox.waldurUri().toString()), "https://waldur.example.com");
        replace(Pattern.quote(site.sandbox.rancherUri().toString()), "https://rancher.example.com");
        replace(Pattern.quote(site.sandbox.uri("keycloak").toString()), "https://keycloak.example.com");
        replace(Pattern.quote(site.realm.name()), "research");
        replace(Pattern.quote(directory.toAbsolutePath() + "/"), "");
        replace("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-11-26T10:00:00Z");
        replace("\\b20\\d\\d-\\d\\d\\b(?!-)", "2026-11");
        replace("\\(c-m-1234abcd:p-[a-z0-9]{5}\\)", "(c-m-1234abcd:p-abc12)");
        replace("\\([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\)", "(0d1e2f3a-4b5c-6d7e-8f90-123456789abc)");
        replace("\\b\\d+ calls? \\([^)]*\\)", "7 calls (Waldur 4, Rancher 3)");
    }

    private void replace(String pattern, String text) {
        plain.put(Pattern.compile(pattern), text);
    }

    private void lookBefore(Site site) throws IOException {
        chapter(
                "Before the first run",
                "A configuration with a mistake, the same without, and the installation examined.");
        var mistaken = site.file("mistaken.yaml", site.document().replace("cluster_id", "clusterid"));
        show(site, "validate", mistaken);
        site.config();
        show(site, "validate", site.config());
        show(site, "doctor", "--config", site.config());
        show(site, "components", "load", "--dry-run", "--config", site.config());
        chapter("From the Python agent", "Its file becomes a folder; secrets lie apart.");
        var old = site.file("waldur-site-agent-config.yaml", site.document());
        show(site, "migrate", old, "--to", directory.resolve("site").toString());
    }

    private void orders(Site site) {
        chapter("Orders", "Three orders wait. A passing fault of the sandbox may put one off; the next run ends it.");
        site.bringAbout();
        show(site, "run", "order", "--config", site.config());
        show(site, "plan", "--config", site.config());
    }

    private void everyday(Site site) throws IOException {
        chapter("Somebody joins", "The plan says it, apply does it, and the next plan is empty.");
        site.sandbox
                .waldur()
                .seed()
                .customer("University of Tartu")
                .project("Genomics")
                .member("judy", "PROJECT.MEMBER");
        show(site, "plan", "--config", site.config());
        show(site, "apply", "--config", site.config());
        show(site, "plan", "--config", site.config());
        chapter(
                "Why has she no access?",
                "Somebody with access, the whole team of a resource, and somebody who left Keycloak.");
        show(site, "explain", site.keycloakId("judy"), "--config", site.config());
        show(site, "explain", site.demo.orders().getFirst().resource(), "--config", site.config());
        site.realm.deletePerson(site.keycloakId("judy"));
        show(site, "explain", site.keycloakId("judy"), "--config", site.config());
        chapter("What is there", "Ours, and what somebody else made.");
        site.sandbox.rancher().seed().project(Site.CLUSTER, "by-hand");
        show(site, "inventory", "--config", site.config());
        chapter("One order, usage, webhooks", "");
        show(site, "replay", site.demo.orders().getFirst().uuid(), "--config", site.config());
        show(site, "run", "membership", "--config", site.config());
        show(site, "run", "report", "--config", site.config());
        show(site, "usage", "--config", site.config());
        show(site, "usage", "--month", "2024-10", "--config", site.config());
        show(site, "webhook", "check", "--config", site.config());
        site.sandbox.faults().on(Sandbox.WALDUR).post("/api/hooks-web/").every().then(Fault.status(201, "{}"));
        var hook = "https://hooks.example.com/order/secret-of-the-webhook";
        show(site, "webhook", "install", "--url", hook, "--config", site.config());
    }

    private void configuration(Site site) throws IOException {
        chapter("Configuration in Parameter Store", "Documents from the folder, secrets from standard input.");
        var folder = directory.resolve("site").toString();
        var prefix = "/waldur-site-agent/prod";
        show(site, "config", "put", folder, "--prefix", prefix);
        var name = "offerings/rancher-projects/secrets/password";
        show("rancher-secret\n", site, "config", "rotate-secret", name, "--prefix", prefix);
        show(site, "config", "get", "--prefix", prefix);
        var settings = directory.resolve("site/offerings/rancher-projects/settings.yaml");
        Files.writeString(settings, Files.readString(settings).replace("workloads-manage", "project-member"));
        show(site, "config", "diff", folder, "--prefix", prefix);
    }

    private void chapter(String title, String text) {
        page.append("## ").append(title).append("\n\n");
        if (!text.isEmpty()) {
            page.append(text).append("\n\n");
        }
    }

    private void show(Site site, String... arguments) {
        show("", site, arguments);
    }

    private void show(String input, Site site, String... arguments) {
        var result = command.run(site.environment(), input, arguments);
        assertThat(result.out() + result.err()).doesNotContain("rancher-secret", site.demo.agentToken());
        page.append("```\n$ ")
                .append(input.isEmpty() ? "" : "printf %s \"$SECRET\" | ")
                .append(plain("siteagent " + String.join(" ", arguments)))
                .append('\n')
                .append(plain(result.out().stripTrailing()))
                .append(result.out().isBlank() || result.err().isBlank() ? "" : "\n")
                .append(plain(result.err().stripTrailing()))
                .append("\n$ echo $?\n")
                .append(result.code())
                .append("\n```\n\n");
    }

    private String plain(String text) {
        var made = text;
        for (var rule : plain.entrySet()) {
            made = rule.getKey().matcher(made).replaceAll(rule.getValue());
        }
        return made;
    }
}

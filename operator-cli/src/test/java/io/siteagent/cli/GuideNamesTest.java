package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's guide and the things it speaks of have the same names: alarms, rights, parameters, events. */
class GuideNamesTest {

    private static final Pattern ALARM =
            Pattern.compile("^ {2}(\\w+):\n {4}Type: AWS::CloudWatch::Alarm$", Pattern.MULTILINE);
    private static final Pattern SECTION = Pattern.compile("^## (\\w+(?:, \\w+)*)$", Pattern.MULTILINE);
    private static final Pattern ACTION = Pattern.compile("(?:Action: |- )([a-z]+:[A-Z]\\w+)$", Pattern.MULTILINE);
    /** Those of logs and network are in policies of AWS's own. */
    private static final Pattern OWN_ACTION = Pattern.compile("`((?!logs:|ec2:)[a-z0-9]+:[A-Z]\\w+)`");

    private static final Pattern METRIC =
            Pattern.compile("^ {6}Namespace: SiteAgent\n {6}MetricName: (\\w+)$", Pattern.MULTILINE);
    private static final Pattern PARAMETER = Pattern.compile("`([A-Z][a-z]+[A-Z]\\w*)(?:=\\w+)?`");
    private static final Pattern EVENT = Pattern.compile("events/[\\w-]+\\.json");
    private static final List<String> NO_PARAMETERS = List.of("AccessDeniedException", "KeyError");

    private final String template = Docs.text("template.yaml");

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(match.groupCount()));
    }

    @Test
    void the_runbook_has_a_section_for_each_alarm_and_none_for_another() {
        var sections = all(SECTION, Docs.text("docs/runbook.md"))
                .flatMap(heading -> Stream.of(heading.split(", ")))
                .toList();

        assertThat(sections)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(all(ALARM, template).toList());
    }

    @Test
    void every_action_that_a_role_allows_is_explained() {
        var page = Docs.text("docs/security.md");

        assertThat(all(ACTION, template).distinct())
                .isNotEmpty()
                .allSatisfy(action -> assertThat(page).contains("`" + action + "`"));
    }

    @Test
    void no_action_is_claimed_that_no_role_allows() {
        var page = Docs.text("docs/security.md");
        var rows = page.substring(page.indexOf("| action | on |"), page.indexOf("Others may wake"));

        assertThat(all(OWN_ACTION, rows).distinct())
                .isNotEmpty()
                .allSatisfy(action -> assertThat(all(ACTION, template)).contains(action));
    }

    @Test
    void the_metrics_that_alarms_go_by_are_listed() {
        assertThat(all(METRIC, template).distinct())
                .isNotEmpty()
                .allSatisfy(
                        metric -> assertThat(Docs.text("docs/deployment.md")).contains("`" + metric + "`"));
    }

    /** The six of its README, in its words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Order processing is disabled for offering X, skipping it",
                "### Rancher answers 401",
                "Unable to find matching target resource method",
                "### Keycloak answers 403",
                "### Cluster not found",
                "KeyError: 'accounting_type'"
            })
    void each_case_of_the_predecessors_troubleshooting_is_answered(String symptom) {
        assertThat(Docs.text("docs/troubleshooting.md")).contains(symptom);
    }

    @Test
    void parameters_of_the_stack_are_called_by_their_names() {
        var named = Stream.of("runbook", "troubleshooting", "security", "cost", "platform")
                .flatMap(page -> all(PARAMETER, Docs.text("docs/" + page + ".md")))
                .filter(word -> !NO_PARAMETERS.contains(word))
                .distinct();

        assertThat(named).isNotEmpty().allSatisfy(word -> assertThat(template).containsPattern("\\b" + word + "\\b"));
    }

    @Test
    void events_that_are_named_exist() {
        assertThat(EVENT.matcher(Docs.text("docs/runbook.md")).results())
                .isNotEmpty()
                .allSatisfy(
                        event -> assertThat(Docs.ROOT.resolve(event.group())).exists());
    }
}

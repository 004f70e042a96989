package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operator's guide and the things it speaks of have the same names: alarms, rights, parameters, events. */
class GuideNamesTest {

    private static final Pattern ALARM =
            Pattern.compile("^ {2}(\\w+):\n {4}Type: AWS::CloudWatch::Alarm$", Pattern.MULTILINE);
    private static final Pattern SECTION = Pattern.compile("^## (\\w+(?:, \\w+)*)$", Pattern.MULTILINE);
    private static final Pattern ACTION = Pattern.compile("(?:Action: |- )([a-z]+:[A-Z]\\w+)$", Pattern.MULTILINE);
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

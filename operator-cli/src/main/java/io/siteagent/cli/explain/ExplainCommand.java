package io.siteagent.cli.explain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.Connections;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.OfferingChoice;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.tenancy.UnknownBackendIdException;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.TeamMember;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code siteagent explain}: the way from a role in Waldur to rights in Rancher, and where it breaks. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says why somebody has access or has none: Waldur role, Rancher project, mapping, Keycloak user, group,"
                    + " membership, binding, claim; the first broken link is named with its remedy. Reads only.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everybody who was asked for has access",
            "1:somebody has none, or something could not be read",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  siteagent explain 8a1f… --config site.yaml      (a person, or a resource: UUID)",
            "  siteagent explain alice --config site.yaml      (username in Waldur or in the offering)"
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final Set<ResourceState> LIVING =
            EnumSet.of(ResourceState.OK, ResourceState.ERRED, ResourceState.CREATING, ResourceState.UPDATING);

    private final Shell shell;

    @Parameters(paramLabel = "USER|RESOURCE", description = "UUID of a resource, or UUID or username of a person.")
    private String subject = "";

    @Mixin
    private final SiteFile site = new SiteFile();

    @Mixin
    private final OfferingChoice choice = new OfferingChoice();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** Prepares it for a shell. */
    public ExplainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        verbosity.apply();
        var whole = site.load(shell);
        var configuration = choice.narrow(whole);
        if (configuration.offerings().isEmpty()) {
            return shell.refuse(choice.complaint(whole));
        }
        var chains = new ArrayList<Chain>();
        try {
            configuration.offerings().forEach(offering -> chains.addAll(chains(offering)));
        } catch (RemoteException failure) {
            shell.err().println("siteagent: " + failure.getMessage() + "; siteagent doctor says more");
            return ExitCode.INCOMPLETE;
        }
        switch (output) {
            case TEXT -> chains.forEach(this::text);
            case JSON -> json(chains);
        }
        if (chains.isEmpty()) {
            shell.err()
                    .println("siteagent: first broken link: Waldur role. No living resource is %s, and none has such a"
                                    .formatted(subject)
                            + " person in its team; give a role in the Waldur project, or check the spelling");
        }
        shell.out().flush();
        return !chains.isEmpty()
                        && chains.stream().allMatch(chain -> chain.firstBroken().isEmpty())
                ? ExitCode.DONE
                : ExitCode.INCOMPLETE;
    }

    private List<Chain> chains(Offering offering) {
        var chains = new ArrayList<Chain>();
        try (var connections = new Connections(offering, shell, verbosity)) {
            var waldur = connections.backends().waldur();
            for (var resource : waldur.resources(offering.uuid(), LIVING)) {
                var team = waldur.team(resource.uuid());
                var asked = isSubject(resource)
                        ? team
                        : team.stream().filter(this::isSubject).toList();
                if (!asked.isEmpty()) {
                    chains.addAll(chains(connections, resource, team, asked));
                }
            }
        }
        return chains;
    }

    private List<Chain> chains(
            Connections connections, Resource resource, List<TeamMember> team, List<TeamMember> asked) {
        try {
            var reader =
                    ChainReader.of(connections, resource, team, shell.clock().instant());
            return asked.stream().map(reader::follow).toList();
        } catch (UnknownBackendIdException | IllegalArgumentException unusable) {
            return asked.stream()
                    .map(member -> Chain.unusable(resource, member, String.valueOf(unusable.getMessage())))
                    .toList();
        }
    }

    private boolean isSubject(Resource resource) {
        return resource.uuid().hex().equalsIgnoreCase(subject.replace("-", ""))
                || resource.backendId().filter(subject::equals).isPresent();
    }

    private boolean isSubject(TeamMember member) {
        return member.uuid().hex().equalsIgnoreCase(subject.replace("-", ""))
                || member.username().equalsIgnoreCase(subject)
                || member.offeringUsername().filter(subject::equalsIgnoreCase).isPresent();
    }

    private void text(Chain chain) {
        var colours = new Colours(shell);
        var out = shell.out();
        out.println(colours.strong(
                "resource %s (%s), Waldur user %s".formatted(chain.resourceName(), chain.resource(), chain.person())));
        for (var link : chain.links()) {
            var line = "  %-7s %-16s %s".formatted(link.holds() ? "ok" : "BROKEN", link.name(), link.what());
            out.println(link.holds() ? colours.good(line) : colours.bad(line));
        }
        chain.firstBroken()
                .ifPresentOrElse(
                        link -> out.println(
                                "  => no access; first broken link: %s. Do: %s".formatted(link.name(), link.remedy())),
                        () -> out.println("  => access"));
    }

    private void json(List<Chain> chains) {
        var list = new JsonMapper().createArrayNode();
        for (var chain : chains) {
            var node = list.addObject()
                    .put("resource", chain.resource())
                    .put("name", chain.resourceName())
                    .put("person", chain.person())
                    .put("access", chain.firstBroken().isEmpty())
                    .put(
                            "first_broken",
                            chain.firstBroken().map(Chain.Link::name).orElse(""));
            var links = node.putArray("links");
            chain.links()
                    .forEach(link -> links.addObject()
                            .put("name", link.name())
                            .put("holds", link.holds())
                            .put("what", link.what())
                            .put("remedy", link.remedy()));
        }
        shell.out().println(list.toPrettyString());
    }
}

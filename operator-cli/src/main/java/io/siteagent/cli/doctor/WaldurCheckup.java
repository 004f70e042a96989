package io.siteagent.cli.doctor;

import io.siteagent.cli.webhook.Subscription;
import io.siteagent.core.config.Component;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.waldur.WaldurFacts;
import io.siteagent.core.waldur.WaldurFacts.Account;
import io.siteagent.core.waldur.WaldurFacts.ComponentFacts;
import io.siteagent.core.waldur.WaldurFacts.OfferingFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Waldur: the token, its role and lifetime, the offering, its components, the clock, the webhooks. */
final class WaldurCheckup {

    private static final Duration SHORT_LIVED = Duration.ofDays(1);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Set<String> SERVED = Set.of("Active", "Paused");

    private final Offering offering;
    private final WaldurFacts waldur;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    WaldurCheckup(Offering offering, WaldurFacts waldur, Clock clock) {
        this.offering = offering;
        this.waldur = waldur;
        this.clock = clock;
    }

    List<Finding> run() {
        try {
            var account = waldur.account();
            token(account);
            clock(account);
            offering(account);
        } catch (RemoteException failure) {
            unreachable(failure);
        }
        return findings;
    }

    private void unreachable(RemoteException failure) {
        var remedy = failure.is(Reason.UNAUTHORIZED)
                ? "make a new token for the agent's user (Waldur: user, API token) and store it as waldur_api_token;"
                        + " with oidc_token_url, check the client and its secret"
                : "check waldur_api_url, and that this machine may reach it";
        findings.add(Finding.fault(
                "waldur.token",
                String.valueOf(failure.getMessage()),
                "nothing can be read from Waldur, so nothing is done at all",
                remedy));
    }

    private void token(Account account) {
        var lifetime = account.tokenLifetime();
        if (lifetime.filter(time -> time.compareTo(SHORT_LIVED) < 0).isPresent()) {
            findings.add(Finding.warning(
                    "waldur.token",
                    "the token dies after %d s without a call"
                            .formatted(lifetime.get().toSeconds()),
                    "after a pause of the schedules, or a lasting failure, every call is refused",
                    "give the agent's user a token lifetime of \"indefinite\""));
        } else {
            findings.add(Finding.good("waldur.token", "the token works and does not expire soon"));
        }
    }

    private void clock(Account account) {
        account.serverTime().ifPresent(time -> {
            var skew = Duration.between(time, clock.instant()).abs();
            if (skew.compareTo(SKEW) > 0) {
                findings.add(Finding.warning(
                        "waldur.clock",
                        "this machine's clock and Waldur's differ by %d s".formatted(skew.toSeconds()),
                        "usage near the end of a month may be booked on the wrong month; roles end early or late",
                        "synchronise this machine's clock"));
            } else {
                findings.add(Finding.good(
                        "waldur.clock", "clocks agree; usage is booked by months of " + offering.timezone()));
            }
        });
    }

    private void offering(Account account) {
        OfferingFacts facts;
        try {
            facts = waldur.offering(offering.uuid());
        } catch (RemoteException failure) {
            findings.add(Finding.fault(
                    "waldur.offering",
                    String.valueOf(failure.getMessage()),
                    "the token sees no such offering, so no order of it",
                    "check waldur_offering_uuid, and that the agent's user has a role in the offering's organisation"));
            return;
        }
        state(facts);
        role(account, facts);
        components(facts);
        hooks();
    }

    private void state(OfferingFacts facts) {
        if (SERVED.contains(facts.state())) {
            findings.add(
                    Finding.good("waldur.offering", "offering \"%s\" is %s".formatted(facts.name(), facts.state())));
        } else {
            findings.add(Finding.fault(
                    "waldur.offering",
                    "offering \"%s\" is %s".formatted(facts.name(), facts.state()),
                    "customers can order nothing of it",
                    "activate the offering in Waldur"));
        }
    }

    private void role(Account account, OfferingFacts facts) {
        boolean owner = account.staff()
                || account.roles().stream()
                        .anyMatch(role -> role.name().equals("CUSTOMER.OWNER")
                                && role.scope().equals(facts.customer()));
        if (owner) {
            findings.add(Finding.good("waldur.role", "the token's user may approve orders"));
        } else {
            findings.add(Finding.fault(
                    "waldur.role",
                    "the token's user is not CUSTOMER.OWNER of the organisation that provides the offering",
                    "orders can be read but not approved: Waldur answers 403",
                    "make the agent's user an owner of organisation " + facts.customer()));
        }
    }

    private void components(OfferingFacts facts) {
        var sold =
                facts.components().stream().collect(Collectors.toMap(ComponentFacts::type, part -> part, (a, _) -> a));
        var missing = new TreeSet<String>();
        var different = new TreeSet<String>();
        for (var component : offering.components()) {
            var there = sold.get(component.key());
            if (there == null) {
                missing.add(component.key());
            } else if (!there.billingType().equals(billing(component))) {
                different.add("%s is %s in Waldur and %s here"
                        .formatted(component.key(), there.billingType(), billing(component)));
            }
        }
        var extra = new TreeSet<>(sold.keySet());
        offering.components().forEach(component -> extra.remove(component.key()));
        if (!missing.isEmpty() || !different.isEmpty()) {
            var what = new ArrayList<String>();
            missing.forEach(key -> what.add(key + " is missing in Waldur"));
            what.addAll(different);
            findings.add(Finding.fault(
                    "waldur.components",
                    String.join("; ", what),
                    "what is not in Waldur can't be ordered, and its usage is refused",
                    "siteagent components load --config FILE"));
        } else if (!extra.isEmpty()) {
            findings.add(Finding.warning(
                    "waldur.components",
                    "Waldur sells %s, which backend_components does not know".formatted(String.join(", ", extra)),
                    "it is neither limited nor reported",
                    "add it to backend_components, or remove it from the offering in Waldur"));
        } else {
            findings.add(Finding.good(
                    "waldur.components",
                    "%d components, the same in Waldur"
                            .formatted(offering.components().size())));
        }
    }

    private static String billing(Component component) {
        return component.accountingType().name().toLowerCase(Locale.ROOT);
    }

    private void hooks() {
        try {
            findings.add(hooks(
                    waldur.hooks().stream().filter(Subscription::concernsUs).toList()));
        } catch (RemoteException failure) {
            findings.add(Finding.unknown("waldur.hook", String.valueOf(failure.getMessage()), ""));
        }
    }

    private static Finding hooks(List<WaldurFacts.Hook> hooks) {
        var missing = Subscription.missing(hooks);
        if (hooks.isEmpty()) {
            return Finding.unknown(
                    "waldur.hook",
                    "this account owns no webhook; another account may",
                    "siteagent webhook check --token-stdin, with the token of the webhook's owner");
        }
        return missing.isEmpty()
                ? Finding.good("waldur.hook", "webhooks of this account bring every event")
                : Finding.warning(
                        "waldur.hook",
                        "no webhook of this account brings " + String.join(", ", missing),
                        "these changes wait for the next sweep",
                        "siteagent webhook install, for the address of orders and for that of membership");
    }
}

package io.siteagent.core.agent;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.RoleTemplateBinding;
import io.siteagent.core.tenancy.Obstacle;
import io.siteagent.core.tenancy.Reconciliation;
import io.siteagent.core.waldur.Order;
import io.siteagent.core.waldur.OrderState;
import io.siteagent.core.waldur.WaldurClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends an executing order: done when everything was read back, erred only for a fault that no retry mends and that the
 * customer can act on, otherwise left as it is (laws 5 and 6).
 */
final class OrderEnd {

    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    private final WaldurClient waldur;

    OrderEnd(WaldurClient waldur) {
        this.waldur = waldur;
    }

    Outcomes.Result finish(Order order, Reconciliation reconciliation) {
        var warnings = new ArrayList<>(reconciliation.warnings());
        warnings.addAll(reconciliation.refusals());
        var refusal = customerMessage(reconciliation);
        if (refusal.isPresent()) {
            return new Outcomes.Result(err(order, refusal.get()), warnings);
        }
        // Removals from a shared group are membership's business: the brake must not hold up an order.
        var forOrder = new Reconciliation(
                reconciliation.done(),
                reconciliation.obstacles(),
                List.of(),
                reconciliation.failures(),
                reconciliation.unmet(),
                reconciliation.warnings());
        return new Outcomes.Result(
                forOrder.inLine() ? complete(order, reconciliation.done()) : Outcomes.of(forOrder), warnings);
    }

    /** Errs the order with a message that the customer can act on; nothing has been changed for it. */
    Outcomes.Result refuse(Order order, String message) {
        return Outcomes.Result.of(err(order, message));
    }

    private Outcome complete(Order order, List<String> changes) {
        try {
            waldur.setDone(order.uuid());
            return new Outcome.Done(changes);
        } catch (RemoteException failure) {
            if (!failure.is(Reason.CONFLICT) && !failure.is(Reason.TRANSIENT)) {
                throw failure;
            }
            var now = waldur.order(order.uuid());
            return switch (now.state()) {
                case DONE -> new Outcome.Done(changes);
                case EXECUTING -> Outcomes.of(failure);
                case PENDING_CONSUMER,
                        PENDING_PROJECT,
                        PENDING_START_DATE,
                        PENDING_PROVIDER,
                        ERRED,
                        CANCELED,
                        REJECTED,
                        UNKNOWN ->
                    new Outcome.Failed("the order became %s while it was carried out".formatted(now.rawState()));
            };
        }
    }

    private Outcome err(Order order, String message) {
        var now = waldur.order(order.uuid());
        if (now.state() != OrderState.EXECUTING) {
            return new Outcome.Skipped(
                    "the order became %s meanwhile; it would have been erred: %s".formatted(now.rawState(), message));
        }
        waldur.setErred(order.uuid(), message);
        return new Outcome.Failed("order erred: " + message);
    }

    /** What the customer is told; empty when nothing has happened that only another order could mend. */
    private static Optional<String> customerMessage(Reconciliation reconciliation) {
        return reconciliation.obstacles().stream()
                .filter(obstacle -> obstacle.kind() == Obstacle.Kind.CUSTOMER)
                .map(obstacle -> "The order can't be carried out: " + obstacle.text())
                .findFirst()
                .or(() -> reconciliation
                        .refusedByServer()
                        .filter(OrderEnd::isTheOrdersFault)
                        .map(failure -> "The platform refused the order: "
                                + (failure.detail().isEmpty() ? failure.operation() : failure.detail())));
    }

    /**
     * Rancher refused the content of a request. A refused role binding comes from the configured role, and a refusal of
     * any other system from how the agent is set up: another order would fare no better.
     */
    private static boolean isTheOrdersFault(RemoteException failure) {
        var status = failure.status().orElse(0);
        return failure.system() == RemoteSystem.RANCHER
                && !failure.operation().equals(RoleTemplateBinding.APPLY)
                && (status == BAD_REQUEST || status == UNPROCESSABLE);
    }
}

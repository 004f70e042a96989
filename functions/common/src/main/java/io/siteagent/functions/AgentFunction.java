package io.siteagent.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.TriggerJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.cloud.function.adapter.aws.AWSLambdaUtils;
import org.springframework.messaging.Message;

/**
 * One mode of the agent as a function: decodes the event, runs the pass, encodes the report. It takes the event as it
 * came, because the adapter hides a failed conversion. Thread-safe.
 */
final class AgentFunction implements Function<Message<byte[]>, byte[]> {

    /** Left to say what was not finished before Lambda ends the process. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** Outside of Lambda, where nobody says how long a run may take. */
    private static final Duration WITHOUT_LAMBDA = Duration.ofMinutes(5);

    private final Mode mode;
    private final ParameterStoreSource source;
    private final Clock clock;

    AgentFunction(Mode mode, ParameterStoreSource source, Clock clock) {
        this.mode = mode;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public byte[] apply(Message<byte[]> message) {
        if (Rehearsal.isMeant(message.getPayload())) {
            return Rehearsal.answer(mode, clock);
        }
        var trigger = TriggerJson.read(new String(message.getPayload(), StandardCharsets.UTF_8));
        var configuration = usable(source.load());
        var report = new Agent(configuration, clock).run(mode, trigger, deadline(message));
        RunLog.write(report, configuration.problems());
        refreshIfFailed(report);
        return ReportJson.of(report, configuration.problems()).getBytes(StandardCharsets.UTF_8);
    }

    private static AgentConfiguration usable(AgentConfiguration configuration) {
        if (configuration.offerings().isEmpty()) {
            throw new UnusableConfigurationException(configuration.problems());
        }
        return configuration;
    }

    private Deadline deadline(Message<byte[]> message) {
        var left = message.getHeaders().get(AWSLambdaUtils.AWS_CONTEXT) instanceof Context context
                ? Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN)
                : WITHOUT_LAMBDA;
        return Deadline.in(left.isNegative() ? Duration.ZERO : left, clock);
    }

    /** A failure may come from a credential that was rotated: the next run reads the configuration anew. */
    private void refreshIfFailed(PassReport report) {
        if (report.items().stream().anyMatch(item -> item.outcome() instanceof Outcome.Failed)) {
            source.reload();
        }
    }
}

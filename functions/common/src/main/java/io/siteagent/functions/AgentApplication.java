package io.siteagent.functions;

import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import java.time.Clock;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.FunctionTypeUtils;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** Start class of a function: registers its one bean by hand, as auto-configuration would double the cold start. */
public abstract class AgentApplication implements ApplicationContextInitializer<GenericApplicationContext> {

    private final Mode mode;
    private final String definition;

    protected AgentApplication(Mode mode, String definition) {
        this.mode = mode;
        this.definition = definition;
    }

    @Override
    public final void initialize(GenericApplicationContext context) {
        var clock = Clock.systemUTC();
        context.registerBean(ParameterStoreSource.class, () -> new ParameterStoreSource(System::getenv, clock));
        context.registerBean(definition, FunctionRegistration.class, () -> registration(context, clock));
    }

    private FunctionRegistration<AgentFunction> registration(GenericApplicationContext context, Clock clock) {
        var source = context.getBean(ParameterStoreSource.class);
        var function = new AgentFunction(
                mode,
                Permission.of(System::getenv),
                source,
                new QueueSource(System::getenv),
                new Metrics(System.out, System::getenv, clock),
                clock);
        return new FunctionRegistration<>(function, definition)
                .type(FunctionTypeUtils.discoverFunctionTypeFromClass(AgentFunction.class));
    }
}

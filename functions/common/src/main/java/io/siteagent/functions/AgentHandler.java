package io.siteagent.functions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.springframework.cloud.function.adapter.aws.FunctionInvoker;

/**
 * Lambda's entry to a function. The runtime makes one instance and keeps it, which also keeps it registered for
 * SnapStart: Lambda's CRaC context holds its resources weakly. Lambda is told the class alone: a method's name would
 * make the runtime call it by reflection, which the first event would have to wait for.
 *
 * <p>Under SnapStart the snapshot is taken after one rehearsal, so that a restored function starts warm. The rehearsal
 * reads no configuration and reaches no other system: the snapshot holds clients of SSM and SQS that have called
 * nobody, and no secret, token or connection.
 */
public abstract class AgentHandler extends FunctionInvoker implements Resource {

    private static final String START_CLASS_PROPERTY = "MAIN_CLASS";

    /**
     * Starts the application.
     *
     * @param application start class; the environment's {@code MAIN_CLASS} wins
     * @param definition name of the function bean. Without one, the adapter would let an event's headers choose
     */
    // The registration is used when the snapshot is taken, long after the subclass, which adds no state, is complete.
    @SuppressWarnings("this-escape")
    protected AgentHandler(Class<? extends AgentApplication> application, String definition) {
        System.setProperty(START_CLASS_PROPERTY, application.getName());
        super(definition);
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
        handleRequest(
                new ByteArrayInputStream(Rehearsal.event()),
                OutputStream.nullOutputStream(),
                RehearsalContext.INSTANCE);
    }

    /** Nothing to do: what must not outlive a snapshot is not in it. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}

package io.github.rieszflow.kernel;

import io.github.rieszflow.kernel.Wire.Incoming;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import org.zeromq.ZMQ;

/**
 * The shell or the control channel. The library's own ends for good with the first message that it cannot read; this one
 * goes on, and takes the process with it if it cannot.
 */
final class ServingChannel extends ShellChannel {
    private final boolean control;
    private final KernelConnection owner;

    ServingChannel(ZMQ.Context context, HMACGenerator signer, boolean control, KernelConnection owner) {
        super(context, signer, control, owner);
        this.control = control;
        this.owner = owner;
        Wire.limit(this);
    }

    @Override
    public void bind(KernelConnectionProperties properties) {
        bind(formatAddress(
                properties.getTransport(),
                properties.getIp(),
                control ? properties.getControlPort() : properties.getShellPort()));
        Vital.start(control ? "control" : "shell", ctx, this, () -> {
            Incoming incoming = owner.wire().read(this);
            if (incoming != null) {
                owner.answer(this, incoming);
            }
        });
    }
}

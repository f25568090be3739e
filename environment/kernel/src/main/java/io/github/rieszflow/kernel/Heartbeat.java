package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.channels.HeartbeatChannel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.ZMQ;

/** Sends back what it gets, in as many frames as it came: by this a front end knows that the kernel is alive. */
final class Heartbeat extends HeartbeatChannel {
    private static final long LONGEST = 1 << 20;

    Heartbeat(ZMQ.Context context, HMACGenerator signer) {
        super(context, signer);
        setMaxMsgSize(LONGEST);
    }

    @Override
    public void bind(KernelConnectionProperties properties) {
        bind(formatAddress(properties.getTransport(), properties.getIp(), properties.getHbPort()));
        Vital.start("heartbeat", ctx, this, this::beat);
    }

    private void beat() {
        List<byte[]> parts = new ArrayList<>();
        do {
            byte[] part = recv();
            if (part == null) {
                return;
            }
            parts.add(part);
        } while (hasReceiveMore());
        for (int i = 0; i < parts.size() - 1; i++) {
            sendMore(parts.get(i));
        }
        send(parts.get(parts.size() - 1));
    }
}

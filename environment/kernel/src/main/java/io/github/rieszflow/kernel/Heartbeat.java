package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import java.util.List;
import java.util.logging.Logger;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Sends back what it gets, frame by frame: by this a front end knows that the kernel is alive. A socket that routes, as one
 * that replies waits for ever once somebody has sent what is no request.
 */
final class Heartbeat extends JupyterSocket {
    Heartbeat(ZMQ.Context context, HMACGenerator signer) {
        super(context, SocketType.ROUTER, signer, Logger.getLogger("HeartbeatChannel"));
        Wire.limit(this);
    }

    @Override
    public void bind(KernelConnectionProperties properties) {
        bind(formatAddress(properties.getTransport(), properties.getIp(), properties.getHbPort()));
        Vital.start("heartbeat", ctx, this, this::beat);
    }

    private void beat() {
        List<byte[]> parts = Wire.frames(this);
        for (int i = 0; i < parts.size(); i++) {
            send(parts.get(i), i < parts.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }
}

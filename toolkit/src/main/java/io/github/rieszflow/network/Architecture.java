package io.github.rieszflow.network;

import io.github.rieszflow.internal.Fingerprint;
import java.util.List;

/**
 * What a network computes, without its weights: which tensors it has and a TorchScript method that uses them. Schemes,
 * generators, features for diffusion and classifiers take any, so a network of your own is one class:
 *
 * <pre>{@code
 * record Residual(int d, int width) implements Architecture {
 *     public List<Slot> slots() {
 *         return List.of(
 *                 new Slot("in", List.of(width, 2 * d), 1 / Math.sqrt(2 * d)),
 *                 new Slot("out", List.of(d, width), 0));
 *     }
 *
 *     public String source() {
 *         return """
 *                 def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
 *                   h = torch.silu(torch.linear(torch.cat(x, 1), w[0], None))
 *                   return x[0] + torch.linear(h, w[1], None)
 *                 """;
 *     }
 * }
 * }</pre>
 *
 * <p><b>Inputs and outputs.</b> {@code w} are the weights in the order of the slots, {@code x} the inputs, each with one row
 * for each sample, and row i of the result must depend on rows i of the inputs alone: networks are applied to samples in
 * blocks of any size, 1 included. Whatever uses a network determines what it is given and what it must return:
 *
 * <table>
 * <caption>N samples of dimension d, or images of C channels, H×W pixels</caption>
 * <tr><th>used by</th><th>x</th><th>returns</th></tr>
 * <tr><td>schemes</td><td>places N×d, latent variables N×l, normal</td><td>displacements or velocities, N×d</td></tr>
 * <tr><td>generators ({@link ImageArchitecture})</td><td>N×(C+K)×H×W: the image and K planes of what is given, as many as
 *     there are classes for labels, C+1 for pixels, 0 otherwise</td><td>displacements, N×C×H×W</td></tr>
 * <tr><td>features for diffusion</td><td>points N×d (images as rows), noise levels N×13</td><td>features, N×F</td></tr>
 * <tr><td>denoisers for Riesz diffusion</td><td>noisy points N×d or images N×C×H×W, times N×1, labels and known pixels if given, noise
 *     N×L</td><td>as the first input</td></tr>
 * <tr><td>classifiers ({@link ClassifierArchitecture})</td><td>N×C×H×W</td><td>N×(F+K): features, then the scores of K
 *     classes</td></tr>
 * <tr><td>{@link Trainer}</td><td>what its loss hands over</td><td>what its loss takes</td></tr>
 * </table>
 *
 * <p>Each of them tries one forward pass before it begins, and refuses a network whose shapes do not fit.
 *
 * <p><b>The text</b> is TorchScript in its resolved form, in which PyTorch saves modules (the files under {@code code/} in a
 * {@code .pt} file are examples): every operation by its function, as {@code torch.relu(h)} and {@code torch.size(h, 0)};
 * operators {@code + - * /}; calls of other methods with a trailing comma, as {@code (self).inner(w, h, )}; optional arguments
 * written out, as {@code torch.linear(h, w[0], None)}; two spaces of indentation. It must not use random numbers or change
 * {@code w} or {@code x} in place.
 */
public interface Architecture {
    /**
     * The weights.
     *
     * @return at least one, each with a name of its own, in the order in which {@code net} receives them; the same at each call
     */
    List<Slot> slots();

    /**
     * The method {@code def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:}, and others that it calls.
     *
     * @return TorchScript in its resolved form; the same at each call
     */
    String source();

    /**
     * What tells this network from any other in the settings of a saved run: a run continues only with a network of the same
     * identity. By default a hash over the names, shapes and initial spreads of the weights and the text. Override it if the text
     * may be reworded without a change of meaning, with the settings it is made from, as in {@code "residual 2 64"}.
     *
     * @return a line of text
     */
    default String identity() {
        Fingerprint all = Fingerprint.begin().text(source());
        for (Slot slot : slots()) {
            all.text(slot.name() + slot.shape()).text(slot.centre() + " " + slot.spread());
        }
        return "network, sha256 " + all.hex();
    }
}

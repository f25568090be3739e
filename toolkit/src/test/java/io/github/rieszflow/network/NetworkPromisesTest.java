package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.rieszflow.Promises;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.ImageShape;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class NetworkPromisesTest extends Promises {
    private static final Device CPU = Device.cpu();
    private static final Device MISSING = Device.gpu(63);
    private static final Architecture NET = Mlp.hidden(5).between(3, 2);
    private static final Architecture OTHER = Mlp.hidden(4).between(3, 2);
    private static final TrainingState STATE = TrainingState.start(NET, seed(1));
    private static final TrainingState FOREIGN = TrainingState.start(OTHER, seed(1));
    private static final ImageShape ODD = new ImageShape(7, 8, 1);
    private static final ImageShape EVEN = new ImageShape(8, 8, 1);
    private static final UNet HALVING = UNet.small(2, 1, 1);
    private static final String TWICE = """
            def twice(self, x: Tensor) -> Tensor:
              return x * 2
            def sum(self, x: Tensor, y: Tensor) -> Tensor:
              return x + y
            """;

    NetworkPromisesTest() {
        super("network");
    }

    /** Parameters by a text that is not TorchScript. */
    private record Nonsense() implements Architecture {
        @Override
        public List<Slot> slots() {
            return NET.slots();
        }

        @Override
        public String source() {
            return "def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:\n  return torch.nothing(x[0])\n";
        }
    }

    /** Its weights are larger than half precision goes. */
    private record Huge() implements Architecture {
        @Override
        public List<Slot> slots() {
            return List.of(new Slot("w", List.of(1), 1e6, 0));
        }

        @Override
        public String source() {
            return NET.source();
        }
    }

    private static ThrowingCallable open(Consumer<Network> use) {
        return () -> {
            try (Network network = Network.open(NET, STATE.weights(), CPU)) {
                use.accept(network);
            }
        };
    }

    private static ThrowingCallable program(Consumer<Program> use) {
        return () -> {
            try (Program program = Program.load(TWICE, CPU)) {
                use.accept(program);
            }
        };
    }

    private static ThrowingCallable arrays(Consumer<NDManager> use) {
        return () -> {
            try (NDManager manager = PyTorch.manager(CPU)) {
                use.accept(manager);
            }
        };
    }

    private static NDArray array(NDManager manager, int size, int dimension) {
        return Tensors.tensor(Points.gaussian(size, dimension, seed(1)), manager);
    }

    @Override
    protected void table() throws Exception {
        architectures();
        devices();
        losses();
        networks();
        programs();
        trainers();
        argument("Batch.of(float[], int...)", () -> Batch.of(new float[5], 2, 3));
        argument(
                "Batch.and(float[], int...)", () -> Batch.of(new float[6], 2, 3).and(new float[5], 2, 2));
        argument("Size.named(String)", () -> Size.named("huge"));
        argument(
                "Slot.new",
                () -> new Slot("a", List.of(0), 0, 1),
                () -> new Slot("a", List.of(2), Double.NaN, 1),
                () -> new Slot("a", List.of(2), 0, -1));
        argument(
                "Slot.Slot(String, List, double)",
                () -> new Slot("a", List.of(2, -1), 1),
                () -> new Slot("a", List.of(2), Double.POSITIVE_INFINITY));
        breaks(ArithmeticException.class, "Slot.size()", () -> new Slot("a", List.of(1 << 16, 1 << 16), 1).size());
        argument(
                "Tensors.points(NDArray)",
                arrays(manager -> Tensors.points(manager.create(1f))),
                arrays(manager -> Tensors.points(manager.create(new Shape(0, 3)))),
                arrays(manager -> Tensors.points(manager.create(new boolean[] {true}))),
                arrays(manager -> Tensors.points(manager.create(new double[] {1e300}))));
    }

    private void architectures() {
        argument("ClassifierArchitecture.of(ImageShape, int)", () -> new ConvNet(2, 2).of(new ImageShape(3, 3, 1), 2));
        argument("ImageArchitecture.of(ImageShape, int)", () -> HALVING.of(ODD, 0));
        ConditionalUNet conditional = new ConditionalUNet(HALVING.withNoise(), 2, 1, 1, true);
        argument(
                "ConditionalUNet.new",
                () -> new ConditionalUNet(HALVING.withNoise(), 0, 1, 1, true),
                () -> new ConditionalUNet(HALVING.withNoise(), 2, -1, 1, true));
        argument("ConditionalUNet.squeeze(int)", () -> conditional.squeeze(0));
        argument("ConditionalUNet.latents(int)", () -> conditional.latents(-1));
        argument("ConditionalUNet.depth(int)", () -> conditional.depth(-1), () -> conditional.depth(1000));
        argument("ConditionalUNet.noise(ImageShape)", () -> conditional.noise(ODD));
        argument(
                "ConditionalUNet.conditional(ImageShape, int, boolean)",
                () -> conditional.conditional(ODD, 0, false),
                () -> conditional.conditional(EVEN, -1, false));
        argument("ConditionalUNet.of(ImageShape, int)", () -> conditional.of(ODD, 0));
        argument("ConvNet.new", () -> new ConvNet(0, 2), () -> new ConvNet(2, 0));
        ConvNet convolutions = new ConvNet(2, 2);
        argument(
                "ConvNet.between(int, int, int, int)",
                () -> convolutions.between(0, 8, 8, 2),
                () -> convolutions.between(1, 3, 8, 2),
                () -> convolutions.between(1, 8, 8, 1));
        argument("Mlp.new", () -> new Mlp(List.of(3, 0)));
        argument("Mlp.hidden(int...)", () -> Mlp.hidden(-1));
        argument(
                "Mlp.between(int, int)",
                () -> Mlp.hidden(2).between(0, 1),
                () -> Mlp.hidden(2).between(1, 0));
        argument(
                "UNet.new",
                () -> new UNet(2, List.of(), 1, 1, false, false),
                () -> new UNet(2, List.of(1), 0, 1, false, false));
        argument("UNet.small(int, Integer...)", () -> UNet.small(2), () -> UNet.small(0, 1), () -> UNet.small(2, 0));
        argument("UNet.between(int, int)", () -> HALVING.between(0, 1), () -> HALVING.between(1, 0));
        argument(
                "UNet.encoder(ImageShape, int)",
                () -> HALVING.withNoise().encoder(ODD, 2),
                () -> HALVING.withNoise().encoder(EVEN, 0),
                () -> HALVING.encoder(EVEN, 2));
        argument(
                "UNet.of(ImageShape, int)",
                () -> HALVING.of(ODD, 0),
                () -> HALVING.withNoise().of(EVEN, 0));
    }

    private void devices() {
        argument("Device.new", () -> new Device(-2));
        argument("Device.gpu(int)", () -> Device.gpu(-1));
        withoutPyTorch("Device.best()", "Device.list()", "Trainer.openDouble(Architecture, Loss, TrainingState)");
        state("Device.require()", MISSING::require);
        state("Network.open(Architecture, Weights, Device)", () -> Network.open(NET, STATE.weights(), MISSING));
        List<List<Integer>> inputs = List.of(List.of(2, 3));
        state("Network.tried(String, Architecture, Device, List)", () -> Network.tried("a use", NET, MISSING, inputs));
        state(
                "Network.require(String, Architecture, Device, List, List)",
                () -> Network.require("a use", NET, MISSING, inputs, List.of(2, 2)));
        state("Program.load(String, Device)", () -> Program.load(TWICE, MISSING));
        state("Program.loadSequential(String, Device)", () -> Program.loadSequential(TWICE, MISSING));
        state("ScriptedNetwork.load(Path, Device)", () -> ScriptedNetwork.load(Path.of("none.pt"), MISSING));
        state(
                "Trainer.open(Architecture, Loss, TrainingState, Device)",
                () -> Trainer.open(NET, Loss.squared(), STATE, MISSING));
        state(
                "Trainer.open(Architecture, Loss, TrainingState, Device, double)",
                () -> Trainer.open(NET, Loss.squared(), STATE, MISSING, 1));
        state(
                "Trainer.open(Architecture, Loss, TrainingState, Device, Optimizer)",
                () -> Trainer.open(NET, Loss.squared(), STATE, MISSING, Optimizer.MUON));
        state(
                "Trainer.open(Architecture, Loss, TrainingState, Device, Optimizer, double)",
                () -> Trainer.open(NET, Loss.squared(), STATE, MISSING, Optimizer.MUON, 1));
    }

    private void losses() {
        MmdLoss exact = MmdLoss.riesz(1);
        MmdLoss sliced = MmdLoss.sliced(8);
        argument("MmdLoss.riesz(double)", () -> MmdLoss.riesz(0), () -> MmdLoss.riesz(2));
        argument("MmdLoss.sliced(int)", () -> MmdLoss.sliced(0));
        state("MmdLoss.directions(Directions)", () -> exact.directions(Directions.iid()));
        argument(
                "MmdLoss.directions(Directions)",
                () -> sliced.directions(Directions.of(Points.of(new double[][] {{1, 0}, {0, 1}}))));
        state("MmdLoss.seed(Seed)", () -> exact.seed(seed(1)));
        argument(
                "MmdLoss.evaluate(NDList, NDList)",
                arrays(m -> exact.evaluate(new NDList(array(m, 5, 2)), new NDList(array(m, 5, 3)))),
                arrays(m -> exact.unbiased().evaluate(new NDList(array(m, 1, 2)), new NDList(array(m, 1, 2)))));
        argument(
                "MmdLoss.squared(NDArray, NDArray)",
                arrays(m -> exact.squared(array(m, 5, 2), array(m, 5, 3))),
                arrays(m -> exact.squared(array(m, 5, 2), array(m, 5, 2).toType(DataType.FLOAT64, true))),
                arrays(m -> exact.unbiased().squared(array(m, 1, 2), array(m, 5, 2))));
    }

    private void networks() throws Exception {
        argument(
                "Network.open(Architecture, Weights, Device)",
                () -> Network.open(NET, FOREIGN.weights(), CPU),
                () -> Network.open(new Nonsense(), STATE.weights(), CPU));
        argument(
                "Network.tried(String, Architecture, Device, List)",
                () -> Network.tried("a use", new Nonsense(), CPU, List.of(List.of(2, 3))),
                () -> Network.tried("a use", NET, CPU, List.of(List.of(2, 4))));
        argument(
                "Network.require(String, Architecture, Device, List, List)",
                () -> Network.require("a use", NET, CPU, List.of(List.of(2, 3)), List.of(2, 7)));
        argument(
                "Network.apply(Batch)",
                open(network -> network.apply(Batch.of(new float[8], 2, 4))),
                open(network -> network.apply(Batch.of(new float[6], 2, 3).and(new float[3], 3, 1))));
        argument("Network.call(String, Batch)", open(network -> network.call("net", Batch.of(new float[8], 2, 4))));
        Path text = written("text.pt", "no script");
        argument("ScriptedNetwork.load(Path, Device)", () -> ScriptedNetwork.load(text, CPU));
        file("ScriptedNetwork.load(Path, Device)", () -> ScriptedNetwork.load(folder.resolve("none.pt"), CPU));
        Path sum = ScriptedNetworkTest.script(folder.resolve("sum.pt"), "torch.reshape(x, [7, 5])");
        argument("ScriptedNetwork.apply(float[], int...)", () -> {
            try (ScriptedNetwork network = ScriptedNetwork.load(sum, CPU)) {
                network.apply(new float[6], 2, 3);
            }
        });
        argument(
                "Weights.initial(Architecture, Seed)",
                () -> Weights.initial(Mlp.hidden(40_000).between(40_000, 40_000), seed(1)));
        argument(
                "Weights.of(Architecture, NamedTensors)",
                () -> Weights.of(NET, NamedTensors.none()),
                () -> Weights.of(NET, FOREIGN.weights().tensors()));
        breaks(
                NoSuchElementException.class,
                "Weights.get(String)",
                () -> STATE.weights().get("none"));
        argument(
                "Weights.mixed(double, Weights)",
                () -> STATE.weights().mixed(1.5, STATE.weights()),
                () -> STATE.weights().mixed(Double.NaN, STATE.weights()),
                () -> STATE.weights().mixed(0.5, FOREIGN.weights()));
        breaks(
                ArithmeticException.class,
                "Weights.half()",
                () -> Weights.initial(new Huge(), seed(1)).half());
    }

    private void programs() {
        argument("Program.load(String, Device)", () -> Program.load("def f(self, x: Tensor) -> Tensor:\n", CPU));
        argument(
                "Program.loadSequential(String, Device)",
                () -> Program.loadSequential("def f(self, x: Tensor) -> Tensor:\n", CPU));
        argument("Program.array(float[], int...)", program(p -> p.array(new float[5], 2, 3)));
        argument("Program.array(double[], int...)", program(p -> p.array(new double[5], 2, 3)));
        argument(
                "Program.call(String, DeviceArray...)",
                program(p -> p.call("sum", p.array(new float[6], 2, 3), p.array(new float[6], 3, 2))),
                program(p -> {
                    try (Program other = Program.load(TWICE, CPU)) {
                        other.call("twice", p.array(new float[1], 1));
                    }
                }));
        argument(
                "Program.call(String, Batch, DeviceArray...)",
                program(p -> p.call("twice", Batch.of(new float[2], 2), p.array(new float[1], 1))));
        argument(
                "DeviceArray.read(float[], int)",
                program(p -> p.array(new float[6], 2, 3).read(new float[6], 1)),
                program(p -> p.array(new float[6], 2, 3).read(new float[6], -1)));
        argument(
                "Program.callRecording(String, DeviceArray...)",
                program(p -> p.callRecording("sum", p.array(new float[6], 2, 3), p.array(new float[6], 3, 2))));
    }

    private void trainers() throws Exception {
        argument(
                "Trainer.open(Architecture, Loss, TrainingState, Device)",
                () -> Trainer.open(NET, Loss.squared(), FOREIGN, CPU));
        argument(
                "Trainer.open(Architecture, Loss, TrainingState, Device, double)",
                () -> Trainer.open(NET, Loss.squared(), FOREIGN, CPU, 1),
                () -> Trainer.open(NET, Loss.squared(), STATE, CPU, 0),
                () -> Trainer.open(NET, Loss.squared(), STATE, CPU, Double.NaN));
        argument(
                "Trainer.open(Architecture, Loss, TrainingState, Device, Optimizer)",
                () -> Trainer.open(NET, Loss.squared(), FOREIGN, CPU, Optimizer.MUON));
        argument(
                "Trainer.open(Architecture, Loss, TrainingState, Device, Optimizer, double)",
                () -> Trainer.open(NET, Loss.squared(), FOREIGN, CPU, Optimizer.MUON, 1),
                () -> Trainer.open(NET, Loss.squared(), STATE, CPU, Optimizer.MUON, 0));
        argument(
                "Trainer.openDouble(Architecture, Loss, TrainingState)",
                () -> Trainer.openDouble(NET, Loss.squared(), FOREIGN));
        breaks(ArithmeticException.class, "Trainer.train(int, IntToDoubleFunction, IntFunction, Progress)", () -> {
            try (Trainer trainer = Trainer.open(NET, Loss.squared(), STATE, CPU)) {
                Batch batch = Batch.of(new float[] {1, 2, 3}, 1, 3).and(new float[] {1, 2}, 1, 2);
                trainer.train(50, k -> 1e30, k -> batch, (k, loss, note) -> {});
            }
        });
        argument(
                "TrainingState.new",
                () -> new TrainingState(STATE.weights(), FOREIGN.weights(), STATE.weights(), 0),
                () -> new TrainingState(STATE.weights(), STATE.mean(), STATE.square(), -1));
        argument(
                "TrainingState.of(Architecture, NamedTensors)",
                () -> TrainingState.of(NET, NamedTensors.none()),
                () -> TrainingState.of(NET, FOREIGN.tensors()));
        Path text = written("text.safetensors", "no tensors");
        file("TrainingState.save(Path)", () -> STATE.save(text.resolve("a.safetensors")));
        argument("TrainingState.load(Architecture, Path)", () -> TrainingState.load(NET, text));
        file(
                "TrainingState.load(Architecture, Path)",
                () -> TrainingState.load(NET, folder.resolve("none.safetensors")));
    }
}

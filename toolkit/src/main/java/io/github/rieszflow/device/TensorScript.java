package io.github.rieszflow.device;

/**
 * The sliced gradient in TorchScript. Points are columns: w is d×(N+M), particles first, so that one product projects both clouds and
 * the lines of a block are the rows of one matrix, sorted at once.
 */
final class TensorScript {
    /** Memory, and points in and out of it. */
    private static final String POINTS = """
            def begin(self, h: Tensor) -> List[Tensor]:
              w = torch.new_zeros(h, [{d}, {l}])
              v = torch.new_zeros(h, [{d}, {n}])
              for k in range({doublings}):
                h = torch.cat([torch.cat([h, h], 1), torch.cat([h, torch.neg(h)], 1)], 0)
              return [w, v, torch.zeros_like(v), h]
            def put(self, a: Tensor, at: Tensor, b: List[Tensor]) -> Tensor:
              return torch.copy_(torch.narrow(a, 1, int(torch.select(at, 0, 0)), int(torch.select(at, 0, 1))), torch.t(b[0]))
            def get(self, a: Tensor, at: Tensor) -> Tensor:
              p = torch.narrow(a, 1, int(torch.select(at, 0, 0)), int(torch.select(at, 0, 1)))
              return torch.clone(torch.t(p), memory_format=0)
            def clear(self, a: Tensor) -> Tensor:
              return torch.zero_(a)
            """;

    /**
     * Ranks by one stable sort: particles come before targets with which they coincide. Counts are whole numbers: v is 2·{a}·(targets
     * below) − {e}·(2·(particles below) + 1). Where points coincide it is put right.
     */
    private static final String EXACT = """
            def exact(self, z: Tensor, split: bool) -> Tensor:
              s, i = torch.sort(torch.add_(z, 0.), stable=True, dim=1, descending=False)
              x = torch.lt(i, {n})
              c = torch.cumsum(x, 1, dtype={type})
              k = torch.arange(1, {l1}, dtype={type}, layout=None, device=ops.prim.device(z), pin_memory=False)
              v = torch.add(torch.add(torch.mul(k, {2a}), {e}), c, alpha={-2ae})
              same = torch.eq(torch.slice(s, 1, 1, {l}), torch.slice(s, 1, 0, {l-1}))
              if bool(torch.any(same)):
                _0 = (self).tied(v, same, x, c, split, )
              o = torch.mul(torch.type_as(v, z), {unit})
              return torch.narrow(torch.scatter_(torch.empty_like(o), 1, i, o), 1, 0, {n})
            def tied(self, v: Tensor, same: Tensor, x: Tensor, c: Tensor, split: bool) -> Tensor:
              before = torch.constant_pad_nd(same, [1, 0], 0)
              t = torch.logical_or(before, torch.constant_pad_nd(same, [0, 1], 0))
              f = torch.reshape(torch.nonzero(torch.reshape(t, [-1])), [-1])
              first = torch.logical_not(torch.index_select(torch.reshape(before, [-1]), 0, f))
              q = torch.sub(torch.cumsum(first, 0), 1)
              own = torch.index_select(torch.reshape(c, [-1]), 0, f)
              at = torch.index_select(torch.reshape(x, [-1]), 0, f)
              ax = torch.type_as(at, own)
              ay = torch.type_as(torch.logical_not(at), own)
              below = torch.masked_select(torch.sub(own, ax), first)
              none = torch.zeros_like(below)
              tx = torch.index_select(torch.index_add(none, 0, q, ax), 0, q)
              ty = torch.index_select(torch.index_add(none, 0, q, ay), 0, q)
              base = torch.index_select(below, 0, q)
              apart = torch.add(torch.index_select(torch.reshape(v, [-1]), 0, f), ty, alpha={a})
              mean = torch.add(apart, torch.sub(torch.mul(torch.sub(own, base), 2), torch.add(tx, 1)), alpha={e})
              if split:
                held = torch.eq(torch.mul(tx, {e}), torch.mul(ty, {a}))
                mean = torch.where(held, mean, apart)
              return torch.index_copy_(torch.reshape(v, [-1]), 0, f, mean)
            """;

    private static final String RANKS = """
            def ranks(self, z: Tensor) -> Tensor:
              return (self).exact(z, {split}, )
            """;

    /** Mean ranks in bins, as the processor cuts them; lines too long for single precision are sorted. */
    private static final String BINS = """
            def ranks(self, z: Tensor) -> Tensor:
              r = torch.size(z, 0)
              low = torch.amin(z, [1], True)
              width = torch.sub(torch.amax(z, [1], True), low)
              dense = torch.clamp_max(torch.div(torch.full_like(width, {most}), width), 3.4028234663852886e+38)
              scale = torch.where(torch.gt(width, 0.), dense, torch.zeros_like(width))
              u = torch.round_(torch.mul_(torch.sub(z, low), scale))
              key = torch.to(torch.clamp_(torch.nan_to_num_(u, 0.), 0, {bins-1}), 4)
              x = torch.new_full(key, [1, {n}], {-e}, dtype={type})
              y = torch.new_full(key, [1, {m}], {a}, dtype={type})
              one = torch.expand(torch.cat([x, y], 1), [r, {l}])
              t = torch.scatter_add_(torch.new_zeros(key, [r, {bins}], dtype={type}), 1, key, one)
              v = torch.sub(torch.mul(torch.cumsum(t, 1, dtype={type}), 2), t)
              o = torch.gather(torch.mul(torch.type_as(v, z), {unit}), 1, torch.narrow(key, 1, 0, {n}))
              fine = torch.isfinite(width)
              if not bool(torch.all(fine)):
                o = torch.where(fine, o, (self).exact(z, False, ))
              return o
            """;

    /** MMD² and W1 of each line, in double precision. */
    private static final String MEASURE = """
            def measure(self, z: Tensor) -> Tensor:
              s, i = torch.sort(z, 1, False)
              c = torch.cumsum(torch.lt(i, {n}), 1, dtype={type})
              k = torch.arange(1, {l1}, dtype={type}, layout=None, device=ops.prim.device(z), pin_memory=False)
              v = torch.sub(torch.mul(c, {ae}), torch.mul(k, {a}))
              f = torch.mul(torch.type_as(torch.slice(v, 1, 0, {l-1}), s), {unit})
              gap = torch.sub(torch.slice(s, 1, 1, {l}), torch.slice(s, 1, 0, {l-1}))
              squared = torch.mul(torch.sum(torch.mul(torch.mul(gap, f), f), [1]), 2)
              return torch.stack([squared, torch.sum(torch.mul(gap, torch.abs(f)), [1])], 0)
            """;

    private static final String DENSE = """
            def sum(self, w: Tensor, g: Tensor, h: Tensor, b: Tensor) -> Tensor:
              _0 = torch.zero_(g)
              for k in range({blocks}):
                t = torch.slice(b, 0, k * {rows}, (k + 1) * {rows})
                u = (self).ranks(torch.matmul(t, w), )
                _1 = torch.addmm_(g, torch.t(t), u)
              return g
            def lines(self, w: Tensor, h: Tensor, b: List[Tensor]) -> List[Tensor]:
              t = torch.to(b[0], 7)
              all = annotate(List[Tensor], [])
              for k in range({blocks}):
                z = torch.matmul(torch.slice(t, 0, k * {rows}, (k + 1) * {rows}), w)
                _0 = torch.append(all, (self).measure(z, ))
              return all
            """;

    /** Rotations H S₃ H S₂ H S₁, tile by tile; H of size D = A·B is the Kronecker product of two, and so two small products. */
    private static final String ROTATIONS = """
            def turn(self, z: Tensor, h: Tensor) -> Tensor:
              k = torch.size(z, 1)
              p = torch.reshape(torch.matmul(h, torch.reshape(z, [{A}, {B} * k])), [{A}, {B}, k])
              s = torch.contiguous(torch.narrow(torch.narrow(h, 0, 0, {B}), 1, 0, {B}))
              return torch.reshape(torch.bmm(torch.expand(torch.unsqueeze(s, 0), [{A}, {B}, {B}]), p), [{D}, k])
            def project(self, w: Tensor, h: Tensor, s: Tensor, first: int, rows: int) -> Tensor:
              z = torch.new_empty(w, [rows, {l}])
              for k in range({tiles}):
                u = torch.constant_pad_nd(torch.slice(w, 1, k * {tile}, (k + 1) * {tile}), [0, 0, 0, {D-d}], 0)
                for r in range(3):
                  u = (self).turn(torch.mul(u, torch.unsqueeze(torch.select(s, 0, r), 1)), h, )
                _0 = torch.copy_(torch.slice(z, 1, k * {tile}, (k + 1) * {tile}), torch.narrow(u, 0, first, rows))
              return z
            def back(self, g: Tensor, z: Tensor, h: Tensor, s: Tensor, first: int) -> Tensor:
              rows = torch.size(z, 0)
              for k in range({tilesBack}):
                u = torch.slice(z, 1, k * {tile}, (k + 1) * {tile})
                u = torch.constant_pad_nd(u, [0, 0, first, {D} - first - rows], 0)
                for r in range(3):
                  u = torch.mul((self).turn(u, h, ), torch.unsqueeze(torch.select(s, 0, 2 - r), 1))
                _0 = torch.add_(torch.slice(g, 1, k * {tile}, (k + 1) * {tile}), torch.narrow(u, 0, 0, {d}))
              return g
            def block(self, count: int, first: int) -> int:
              rows = {rows}
              if count - first < {rows}:
                rows = count - first
              return rows
            def sum(self, w: Tensor, g: Tensor, h: Tensor, b: Tensor) -> Tensor:
              _0 = torch.zero_(g)
              for q in range({rotations}):
                s = torch.select(b, 0, q)
                count = {D}
                if {P} - q * {D} < {D}:
                  count = {P} - q * {D}
                for k in range(torch.floordiv(count - 1, {rows}) + 1):
                  first = k * {rows}
                  z = (self).project(w, h, s, first, (self).block(count, first, ), )
                  _1 = (self).back(g, (self).ranks(z, ), h, s, first, )
              return g
            def lines(self, w: Tensor, h: Tensor, b: List[Tensor]) -> List[Tensor]:
              e = torch.to(h, 7)
              t = torch.to(b[0], 7)
              all = annotate(List[Tensor], [])
              for q in range(torch.size(t, 0)):
                s = torch.select(t, 0, q)
                count = int(torch.select(b[1], 0, q))
                for k in range(torch.floordiv(count - 1, {rows}) + 1):
                  first = k * {rows}
                  z = (self).project(w, e, s, first, (self).block(count, first, ), )
                  _0 = torch.append(all, (self).measure(z, ))
              return all
            """;

    /** What is called: b is what is drawn and, for a step, the momentum m and the step size τ. */
    private static final String VERBS = """
            def gradient(self, w: Tensor, g: Tensor, h: Tensor, b: List[Tensor]) -> Tensor:
              return torch.mul_((self).sum(w, g, h, b[0], ), {scale})
            def step(self, w: Tensor, v: Tensor, g: Tensor, h: Tensor, b: List[Tensor]) -> Tensor:
              _0 = torch.mul_(v, torch.select(b[1], 0, 0))
              _1 = torch.add_(v, (self).gradient(w, g, h, b, ))
              x = torch.narrow(w, 1, 0, {n})
              _2 = torch.sub_(x, torch.mul(v, torch.select(b[1], 0, 1)))
              return torch.amax(torch.abs(x), [0, 1], False)
            def values(self, w: Tensor, h: Tensor, b: List[Tensor]) -> List[Tensor]:
              x = torch.to(w, 7)
              y = torch.narrow(x, 1, {n}, {m})
              return [torch.cat((self).lines(x, h, b, ), 1), torch.sum(torch.mul(y, y))]
            """;

    private TensorScript() {}

    /** The methods for one problem, with its sizes as numbers in the text. */
    static String of(TensorPlan plan) {
        return fill(
                POINTS
                        + EXACT
                        + (plan.bits() > 0 ? BINS : RANKS)
                        + MEASURE
                        + (plan.rotations() ? ROTATIONS : DENSE)
                        + VERBS,
                plan);
    }

    private static String fill(String text, TensorPlan plan) {
        int a = plan.target();
        int e = plan.particle();
        int doublings = doublings(plan);
        int side = 1 << doublings;
        int bins = 1 << plan.bits();
        int tile = plan.tile();
        String[][] numbers = {
            {"n", "" + plan.particles()},
            {"m", "" + plan.targets()},
            {"l", "" + plan.points()},
            {"l1", "" + (plan.points() + 1L)},
            {"l-1", "" + (plan.points() - 1)},
            {"d", "" + plan.dimension()},
            {"D", "" + plan.space()},
            {"D-d", "" + (plan.space() - plan.dimension())},
            {"P", "" + plan.slices()},
            {"A", "" + side},
            {"B", "" + plan.space() / side},
            {"doublings", "" + doublings},
            {"rotations", "" + plan.rotationCount()},
            {"rows", "" + plan.rows()},
            {"blocks", "" + parts(plan.slices(), plan.rows())},
            {"tile", "" + tile},
            {"tiles", "" + parts(plan.points(), tile)},
            {"tilesBack", "" + parts(plan.particles(), tile)},
            // Types as PyTorch numbers them: 3 for 32 bits, 4 for 64.
            {"type", plan.fewCounts() ? "3" : "4"},
            {"a", "" + a},
            {"2a", "" + 2L * a},
            {"e", "" + e},
            {"-e", "" + -e},
            {"ae", "" + ((long) a + e)},
            {"-2ae", "" + -2 * ((long) a + e)},
            {"unit", "" + plan.unit()},
            {"scale", "" + plan.scale()},
            {"split", plan.split() ? "True" : "False"},
            {"bins", "" + bins},
            {"bins-1", "" + (bins - 1)},
            {"most", (bins - 2) + "."},
        };
        String filled = text;
        for (String[] number : numbers) {
            filled = filled.replace("{" + number[0] + "}", number[1]);
        }
        return filled;
    }

    /** The larger factor of D as a power of two; none where nothing is rotated. */
    private static int doublings(TensorPlan plan) {
        return plan.rotations() ? (Integer.numberOfTrailingZeros(plan.space()) + 1) / 2 : 0;
    }

    private static int parts(int all, int part) {
        return (all - 1) / part + 1;
    }
}

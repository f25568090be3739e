// Ranks on lines. A line is a row with n particles from 0 and m targets from yo; its gradient overwrites the particles.
// Counts are integers, so the order in which threads count does not matter.

// The gradient of a line is left to sortedRanks where this is set.
typedef unsigned char Flag;

// The largest number of digits and bins in one table per thread block is bounded by shared memory; the host checks.

struct Range {
    float low;
    float high;
    bool numbers;
};

static __device__ __forceinline__ void widen(float value, Range &range) {
    range.low = value < range.low ? value : range.low;
    range.high = value > range.high ? value : range.high;
    range.numbers = range.numbers && value == value;
}

// Calls f(value, index) for all n numbers of p, four at a time; p is aligned to 16 bytes.
template <class F>
static __device__ __forceinline__ void each(const float *p, int n, F f) {
    const float4 *quads = (const float4 *) p;
#pragma unroll 4
    for (int i = threadIdx.x; i < n / 4; i += blockDim.x) {
        float4 q = quads[i];
        f(q.x, 4 * i);
        f(q.y, 4 * i + 1);
        f(q.z, 4 * i + 2);
        f(q.w, 4 * i + 3);
    }
    int i = n / 4 * 4 + threadIdx.x;
    if (i < n) {
        f(p[i], i);
    }
}

// The range of a line, to all threads of the block.
static __device__ Range rangeOf(const float *p, int n, int yo, int m) {
    __shared__ float low[32];
    __shared__ float high[32];
    Range range = {INFINITY, -INFINITY, true};
    each(p, n, [&](float value, int) { widen(value, range); });
    each(p + yo, m, [&](float value, int) { widen(value, range); });
    for (int k = 16; k > 0; k /= 2) {
        range.low = fminf(range.low, __shfl_xor_sync(0xffffffffu, range.low, k));
        range.high = fmaxf(range.high, __shfl_xor_sync(0xffffffffu, range.high, k));
    }
    if (threadIdx.x % 32 == 0) {
        low[threadIdx.x / 32] = range.low;
        high[threadIdx.x / 32] = range.high;
    }
    bool numbers = __syncthreads_and(range.numbers);
    range.low = low[0];
    range.high = high[0];
    for (int k = 1; k < (int) blockDim.x / 32; k++) {
        range.low = fminf(range.low, low[k]);
        range.high = fmaxf(range.high, high[k]);
    }
    range.numbers = numbers;
    return range;
}

// round((value-low)*scale) for results in [0, 2^23), by the low bits of the mantissa.
static __device__ __forceinline__ unsigned keyOf(float value, float low, float scale) {
    return __float_as_uint(fmaf(value - low, scale, 8388608.0f)) & 0x7fffffu;
}

static __device__ __forceinline__ unsigned sumBefore(unsigned value, unsigned lane) {
    unsigned sum = value;
    for (int k = 1; k < 32; k *= 2) {
        unsigned other = __shfl_up_sync(0xffffffffu, sum, k);
        sum += lane >= (unsigned) k ? other : 0;
    }
    return sum - value;
}

// Replaces each of count numbers in shared memory by what f(sum of all before, number, index) makes of it. All threads call it; count is
// a multiple of 128.
template <class F>
static __device__ __forceinline__ void scan(unsigned *table, int count, F f) {
    __shared__ unsigned parts[32];
    unsigned lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    int warps = blockDim.x / 32;
    int each = (count / 128 + warps - 1) / warps;
    int from = min(count / 128, warp * each);
    int to = min(count / 128, from + each);
    uint4 *quads = (uint4 *) table;
    unsigned sum = 0;
    for (int k = from; k < to; k++) {
        uint4 q = quads[32 * k + lane];
        sum += q.x + q.y + q.z + q.w;
    }
    for (int k = 16; k > 0; k /= 2) {
        sum += __shfl_xor_sync(0xffffffffu, sum, k);
    }
    if (lane == 0) {
        parts[warp] = sum;
    }
    __syncthreads();
    unsigned before = 0;
    for (int k = 0; k < warp; k++) {
        before += parts[k];
    }
    for (int k = from; k < to; k++) {
        uint4 q = quads[32 * k + lane];
        unsigned all = q.x + q.y + q.z + q.w;
        unsigned here = before + sumBefore(all, lane);
        int i = 128 * k + 4 * lane;
        uint4 out;
        out.x = f(here, q.x, i);
        out.y = f(here + q.x, q.y, i + 1);
        out.z = f(here + q.x + q.y, q.z, i + 2);
        out.w = f(here + q.x + q.y + q.z, q.w, i + 3);
        quads[32 * k + lane] = out;
        before = __shfl_sync(0xffffffffu, here + all, 31);
    }
    __syncthreads();
}

// An integer as a double, by the bits of 2^52: conversions are slow.
static __device__ __forceinline__ double number(unsigned value) {
    return __hiloint2double(0x43300000, (int) value) - 4503599627370496.0;
}

static __device__ __forceinline__ unsigned meanRank(
        unsigned belowX, unsigned hereX, unsigned belowY, unsigned hereY, double perParticle, double perTarget) {
    double targets = number(2 * belowY + hereY) * perTarget;
    double particles = number(2 * belowX + hereX) * perParticle;
    return __float_as_uint((float) (targets - particles));
}

// Mean ranks in 2^bits bins, one block for each line. A bin has a count of particles in its lower half and one of targets
// in its upper half, or, where there are 2^16 points or more (WIDE), in two tables.
template <bool WIDE>
static __device__ void binned(float *lines, size_t stride, int n, int yo, int m, int bits, Flag *unranked) {
    unsigned *table = (unsigned *) sharedBytes;
    int bins = 1 << bits;
    unsigned *tableY = table + (WIDE ? bins : 0);
    const unsigned target = WIDE ? 1u : 65536u;
    float *p = lines + blockIdx.x * stride;
    for (int i = threadIdx.x; i < (WIDE ? 2 : 1) * bins / 4; i += blockDim.x) {
        ((uint4 *) table)[i] = make_uint4(0, 0, 0, 0);
    }
    Range range = rangeOf(p, n, yo, m);
    float width = range.high - range.low;
    bool sane = range.numbers && width <= FLT_MAX;
    if (threadIdx.x == 0) {
        unranked[blockIdx.x] = !sane;
    }
    if (!sane) {
        return;
    }
    float scale = width > 0 ? (float) fmin((double) FLT_MAX, (bins - 2) / (double) width) : 0.0f;
    float low = range.low;
    each(p, n, [&](float value, int) { atomicAdd(&table[keyOf(value, low, scale)], 1u); });
    each(p + yo, m, [&](float value, int) { atomicAdd(&tableY[keyOf(value, low, scale)], target); });
    __syncthreads();
    double perParticle = 1.0 / n;
    double perTarget = 1.0 / m;
    if (WIDE) {
        // First the targets, whose sums then serve the particles: twice the sum below plus what is here.
        scan(tableY, bins, [](unsigned below, unsigned here, int) { return 2 * below + here; });
        scan(table, bins, [&](unsigned below, unsigned here, int i) {
            return meanRank(below, here, 0, tableY[i], perParticle, perTarget);
        });
    } else {
        scan(table, bins, [&](unsigned below, unsigned here, int) {
            return meanRank(below & 0xffffu, here & 0xffffu, below >> 16, here >> 16, perParticle, perTarget);
        });
    }
    float4 *quads = (float4 *) p;
#pragma unroll 4
    for (int i = threadIdx.x; i < n / 4; i += blockDim.x) {
        float4 q = quads[i];
        q.x = __uint_as_float(table[keyOf(q.x, low, scale)]);
        q.y = __uint_as_float(table[keyOf(q.y, low, scale)]);
        q.z = __uint_as_float(table[keyOf(q.z, low, scale)]);
        q.w = __uint_as_float(table[keyOf(q.w, low, scale)]);
        quads[i] = q;
    }
    int i = n / 4 * 4 + threadIdx.x;
    if (i < n) {
        p[i] = __uint_as_float(table[keyOf(p[i], low, scale)]);
    }
}

extern "C" __global__ void __launch_bounds__(512, 3) binnedRanks(
        float *lines, unsigned long long stride, int n, int yo, int m, int bits, Flag *unranked) {
    binned<false>(lines, stride, n, yo, m, bits, unranked);
}

extern "C" __global__ void __launch_bounds__(1024, 1) binnedRanksOfMany(
        float *lines, unsigned long long stride, int n, int yo, int m, int bits, Flag *unranked) {
    binned<true>(lines, stride, n, yo, m, bits, unranked);
}

// Exact ranks of 22-bit keys. Points go to buckets by the high digit of their key; within a bucket each particle counts who
// comes before. A particle in a bucket is its low digit and its index, so that one comparison orders by both; a target
// is its low digit. Particles come before targets with the same key on even lines.
struct Keys {
    int lowBits;
    int highBits;
    // What the sum of ranks changes by at a particle and at a target, and the unit of the sum.
    int particle;
    int target;
    float unit;
    // More particles than this on 2^crowd neighbouring high digits waste the bits of the keys.
    int most;
    int crowd;
    // All lines are sorted.
    int sort;
};

// The range of a line as the scale of its keys; false if the line is to be sorted.
static __device__ bool scaleOf(
        const float *p, int n, int yo, int m, const Keys &keys, const unsigned *ties, float &low, float &scale) {
    if (keys.sort || ties[0] > ties[1] / 100) {
        return false;
    }
    Range range = rangeOf(p, n, yo, m);
    low = range.low;
    scale = (float) (4194302 / ((double) range.high - (double) range.low));
    return range.numbers && scale <= FLT_MAX && range.high - range.low <= FLT_MAX;
}

// Whether outliers leave too few of the digits to most particles: the line is then to be sorted. Says so in the line's flag.
static __device__ bool isCrowded(const unsigned *counts, unsigned mask, const Keys &keys, Flag *unranked) {
    bool crowded = false;
    for (int i = threadIdx.x; i < 1 << (keys.highBits - keys.crowd); i += blockDim.x) {
        int sum = 0;
        for (int k = 0; k < 1 << keys.crowd; k++) {
            sum += counts[(i << keys.crowd) + k] & mask;
        }
        crowded = crowded || sum > keys.most;
    }
    crowded = __syncthreads_or(crowded);
    if (threadIdx.x == 0) {
        unranked[blockIdx.x] = crowded;
    }
    return crowded;
}

static __device__ __forceinline__ float gradientOf(unsigned rankX, unsigned rankY, const Keys &keys) {
    return (float) ((int) rankX * keys.particle + (int) rankY * keys.target + (keys.particle >> 1)) * keys.unit;
}

// Fewer than 2^16 particles and targets, all in shared memory; one block for each line.
extern "C" __global__ void __launch_bounds__(1024, 1) exactRanks(
        float *lines, unsigned long long stride, int n, int yo, int m, const __grid_constant__ Keys keys,
        int firstLine, const unsigned *ties, Flag *unranked) {
    unsigned *table = (unsigned *) sharedBytes;
    int digits = 1 << keys.highBits;
    unsigned *orderX = table + digits;
    unsigned short *orderY = (unsigned short *) (orderX + n);
    float *p = lines + blockIdx.x * (size_t) stride;
    float low;
    float scale;
    if (!scaleOf(p, n, yo, m, keys, ties, low, scale)) {
        if (threadIdx.x == 0) {
            unranked[blockIdx.x] = 1;
        }
        return;
    }
    int up = 32 - keys.lowBits;
    unsigned mask = (1u << keys.lowBits) - 1;
    for (int i = threadIdx.x; i < digits; i += blockDim.x) {
        table[i] = 0;
    }
    __syncthreads();
    each(p, n, [&](float value, int) { atomicAdd(&table[keyOf(value, low, scale) >> keys.lowBits], 1u); });
    each(p + yo, m, [&](float value, int) { atomicAdd(&table[keyOf(value, low, scale) >> keys.lowBits], 65536u); });
    __syncthreads();
    if (isCrowded(table, 0xffffu, keys, unranked)) {
        return;
    }
    scan(table, digits, [](unsigned below, unsigned, int) { return below; });
    each(p, n, [&](float value, int i) {
        unsigned key = keyOf(value, low, scale);
        orderX[atomicAdd(&table[key >> keys.lowBits], 1u) & 0xffffu] = key << up | i;
    });
    each(p + yo, m, [&](float value, int) {
        unsigned key = keyOf(value, low, scale);
        orderY[atomicAdd(&table[key >> keys.lowBits], 65536u) >> 16] = key & mask;
    });
    __syncthreads();
    // Where buckets began they now end.
    unsigned targetsFirst = (firstLine + blockIdx.x) & 1;
    for (int i = threadIdx.x; i < n; i += blockDim.x) {
        unsigned key = keyOf(p[i], low, scale);
        unsigned bucket = key >> keys.lowBits;
        unsigned from = bucket > 0 ? table[bucket - 1] : 0;
        unsigned to = table[bucket];
        unsigned mine = key << up | i;
        unsigned bound = (key & mask) + targetsFirst;
        unsigned rankX = from & 0xffffu;
        unsigned rankY = from >> 16;
        for (unsigned k = from & 0xffffu; k < (to & 0xffffu); k++) {
            rankX += orderX[k] < mine;
        }
        for (unsigned k = from >> 16; k < to >> 16; k++) {
            rankY += orderY[k] < bound;
        }
        p[i] = gradientOf(rankX, rankY, keys);
    }
}

// The same for more points, with buckets in device memory: first the buckets of each line, one block for each.
extern "C" __global__ void __launch_bounds__(1024, 1) buckets(
        const float *lines, unsigned long long stride, int n, int yo, int m, const __grid_constant__ Keys keys,
        const unsigned *ties, Flag *unranked, unsigned *orderX, unsigned short *orderY, unsigned *ends) {
    unsigned *table = (unsigned *) sharedBytes;
    int digits = 1 << keys.highBits;
    unsigned *tableY = table + digits;
    const float *p = lines + blockIdx.x * (size_t) stride;
    float low;
    float scale;
    if (!scaleOf(p, n, yo, m, keys, ties, low, scale)) {
        if (threadIdx.x == 0) {
            unranked[blockIdx.x] = 1;
        }
        return;
    }
    orderX += (size_t) blockIdx.x * n;
    orderY += (size_t) blockIdx.x * m;
    ends += (size_t) blockIdx.x * 2 * digits;
    int up = 32 - keys.lowBits;
    unsigned mask = (1u << keys.lowBits) - 1;
    for (int i = threadIdx.x; i < 2 * digits; i += blockDim.x) {
        table[i] = 0;
    }
    __syncthreads();
    each(p, n, [&](float value, int) { atomicAdd(&table[keyOf(value, low, scale) >> keys.lowBits], 1u); });
    each(p + yo, m, [&](float value, int) { atomicAdd(&tableY[keyOf(value, low, scale) >> keys.lowBits], 1u); });
    __syncthreads();
    if (isCrowded(table, 0xffffffffu, keys, unranked)) {
        return;
    }
    scan(table, digits, [](unsigned below, unsigned, int) { return below; });
    scan(tableY, digits, [](unsigned below, unsigned, int) { return below; });
    each(p, n, [&](float value, int i) {
        unsigned key = keyOf(value, low, scale);
        orderX[atomicAdd(&table[key >> keys.lowBits], 1u)] = key << up | i;
    });
    each(p + yo, m, [&](float value, int) {
        unsigned key = keyOf(value, low, scale);
        orderY[atomicAdd(&tableY[key >> keys.lowBits], 1u)] = key & mask;
    });
    __syncthreads();
    for (int i = threadIdx.x; i < 2 * digits; i += blockDim.x) {
        ends[i] = table[i];
    }
}

// Then ranks within buckets, one warp for each; the lines are the second coordinate of the grid.
extern "C" __global__ void __launch_bounds__(256) bucketRanks(
        float *lines, unsigned long long stride, int n, int m, const __grid_constant__ Keys keys, int firstLine,
        const Flag *unranked, const unsigned *orderX, const unsigned short *orderY, const unsigned *ends) {
    if (unranked[blockIdx.y]) {
        return;
    }
    int digits = 1 << keys.highBits;
    float *p = lines + blockIdx.y * (size_t) stride;
    orderX += (size_t) blockIdx.y * n;
    orderY += (size_t) blockIdx.y * m;
    ends += (size_t) blockIdx.y * 2 * digits;
    unsigned targetsFirst = (firstLine + blockIdx.y) & 1;
    unsigned mask = 0xffffffffu >> keys.lowBits;
    int lane = threadIdx.x % 32;
    int warps = gridDim.x * blockDim.x / 32;
    for (int bucket = (blockIdx.x * blockDim.x + threadIdx.x) / 32; bucket < digits; bucket += warps) {
        unsigned fromX = bucket > 0 ? ends[bucket - 1] : 0;
        unsigned fromY = bucket > 0 ? ends[digits + bucket - 1] : 0;
        unsigned toX = ends[bucket];
        unsigned toY = ends[digits + bucket];
        for (unsigned s = fromX + lane; s < toX; s += 32) {
            unsigned mine = orderX[s];
            unsigned bound = (mine >> (32 - keys.lowBits)) + targetsFirst;
            unsigned rankX = fromX;
            unsigned rankY = fromY;
#pragma unroll 4
            for (unsigned k = fromX; k < toX; k++) {
                rankX += orderX[k] < mine;
            }
#pragma unroll 4
            for (unsigned k = fromY; k < toY; k++) {
                rankY += orderY[k] < bound;
            }
            p[mine & mask] = gradientOf(rankX, rankY, keys);
        }
    }
}

// How many of a sample of particles sit on a target, which makes ties matter: one block for each of the sample, those whose
// projection is that of a later one left out. Adds to ties[0] how many do and to ties[1] how many there are.
extern "C" __global__ void __launch_bounds__(128) countTies(
        const float *line, int n, int yo, int m, int d, const float *x, const float *y, unsigned *ties) {
    long long count = gridDim.x;
    int i = (int) ((long long) blockIdx.x * n / count);
    unsigned bits = __float_as_uint(line[i] + 0.0f);
    bool repeated = false;
    for (int k = blockIdx.x + 1 + threadIdx.x; k < count; k += blockDim.x) {
        repeated = repeated || __float_as_uint(line[(long long) k * n / count] + 0.0f) == bits;
    }
    if (__syncthreads_or(repeated)) {
        return;
    }
    bool found = false;
    for (int j = threadIdx.x; j < m; j += blockDim.x) {
        if (__float_as_uint(line[yo + j] + 0.0f) == bits) {
            bool same = true;
            for (int k = 0; k < d && same; k++) {
                same = x[(size_t) i * d + k] == y[(size_t) j * d + k];
            }
            found = found || same;
        }
    }
    found = __syncthreads_or(found);
    if (threadIdx.x == 0) {
        atomicAdd(&ties[0], found ? 1u : 0u);
        atomicAdd(&ties[1], 1u);
    }
}

// The bits of a float in an order that sorts like the numbers; 0 and -0 are the same.
static __device__ __forceinline__ unsigned ordered(float value) {
    unsigned bits = __float_as_uint(value + 0.0f);
    return bits ^ ((unsigned) ((int) bits >> 31) | 0x80000000u);
}

// Ranks of the projections themselves on the lines that were left out, every point compared with every other. Rare, and
// slow: O(n(n+m)) for a line. A block takes every gridDim-th line, with memory of its own for n numbers.
extern "C" __global__ void __launch_bounds__(1024) sortedRanks(
        float *lines, unsigned long long stride, int n, int yo, int m, int rows, int split, const Flag *unranked,
        float *memory) {
    __shared__ unsigned keys[1024];
    float *own = memory + (size_t) blockIdx.x * n;
    for (int row = blockIdx.x; row < rows; row += gridDim.x) {
        if (!unranked[row]) {
            continue;
        }
        float *p = lines + row * (size_t) stride;
        for (int from = 0; from < n; from += blockDim.x) {
            int i = from + threadIdx.x;
            unsigned mine = i < n ? ordered(p[i]) : 0;
            unsigned belowX = 0, tiedX = 0, before = 0, belowY = 0, tiedY = 0;
            for (int start = 0; start < n + m; start += blockDim.x) {
                int k = start + threadIdx.x;
                __syncthreads();
                keys[threadIdx.x] = k < n ? ordered(p[k]) : k < n + m ? ordered(p[yo + k - n]) : 0;
                __syncthreads();
                int particles = min((int) blockDim.x, n - start);
                int all = min((int) blockDim.x, n + m - start);
                for (int c = 0; c < particles; c++) {
                    belowX += keys[c] < mine;
                    tiedX += keys[c] == mine;
                    before += keys[c] == mine && start + c < i;
                }
                for (int c = max(0, particles); c < all; c++) {
                    belowY += keys[c] < mine;
                    tiedY += keys[c] == mine;
                }
            }
            if (i < n) {
                double target = (2.0 * belowY + tiedY) / m;
                // Targets that weigh as much as the particles on them hold these together.
                bool apart = split && (unsigned long long) tiedX * m != (unsigned long long) tiedY * n;
                double rank = 2 * belowX + (apart ? 1 + 2 * before : tiedX);
                own[i] = (float) (target - rank / n);
            }
        }
        __syncthreads();
        for (int i = threadIdx.x; i < n; i += blockDim.x) {
            p[i] = own[i];
        }
        __syncthreads();
    }
}

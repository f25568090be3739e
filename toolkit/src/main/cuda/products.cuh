// Products with a dense matrix of directions, P x d. Every sum goes over its terms in order, each fused, as on the processor.

// A thread block computes 128 x 128 numbers of A B^T, 256 threads 8 x 8 each, from slabs of SLAB terms.
static const int TILE = 128;
static const int SLAB = 16;

// One operand: count vectors of length terms. ALONG: a vector is a row, pitch apart; else it is a column.
template <bool ALONG>
struct Operand {
    const float *data;
    size_t pitch;
    int count;
    int terms;
    // Whether all starts are aligned to 16 bytes and rows hold whole quads.
    bool quads;

    // Two quads of the slab of this thread: along a vector, or across four vectors.
    __device__ __forceinline__ float4 load(int from, int slab, int s) const {
        int vector, term;
        if (ALONG) {
            vector = from + threadIdx.x / 4 + 64 * s;
            term = slab + threadIdx.x % 4 * 4;
        } else {
            vector = from + threadIdx.x % 32 * 4;
            term = slab + threadIdx.x / 32 + 8 * s;
        }
        float4 q = make_float4(0, 0, 0, 0);
        if (vector >= count || term >= terms) {
            return q;
        }
        const float *p = data + (ALONG ? vector * pitch + term : term * pitch + vector);
        int left = ALONG ? terms - term : count - vector;
        if (quads && left >= 4) {
            return *(const float4 *) p;
        }
        q.x = p[0];
        q.y = left > 1 ? p[1] : 0;
        q.z = left > 2 ? p[2] : 0;
        q.w = left > 3 ? p[3] : 0;
        return q;
    }

    __device__ __forceinline__ void store(float (&tile)[SLAB][TILE + 4], float4 q, int s) const {
        if (ALONG) {
            int vector = threadIdx.x / 4 + 64 * s;
            int term = threadIdx.x % 4 * 4;
            tile[term][vector] = q.x;
            tile[term + 1][vector] = q.y;
            tile[term + 2][vector] = q.z;
            tile[term + 3][vector] = q.w;
        } else {
            *(float4 *) &tile[threadIdx.x / 32 + 8 * s][threadIdx.x % 32 * 4] = q;
        }
    }
};

static __device__ __forceinline__ void quad(const float *p, float *to) {
    float4 q = *(const float4 *) p;
    to[0] = q.x;
    to[1] = q.y;
    to[2] = q.z;
    to[3] = q.w;
}

// The 8 x 8 numbers of this thread: rows 4*(tid/16), ... and the same 64 further on, columns alike with tid%16.
template <bool ALONG>
static __device__ __forceinline__ void multiply(
        const Operand<ALONG> &a, int fromA, const Operand<ALONG> &b, int fromB, float (&sums)[8][8]) {
    __shared__ __align__(16) float tileA[SLAB][TILE + 4];
    __shared__ __align__(16) float tileB[SLAB][TILE + 4];
    int row = threadIdx.x / 16 * 4;
    int column = threadIdx.x % 16 * 4;
    float4 nextA[2], nextB[2];
#pragma unroll
    for (int s = 0; s < 2; s++) {
        nextA[s] = a.load(fromA, 0, s);
        nextB[s] = b.load(fromB, 0, s);
    }
    for (int slab = 0; slab < a.terms; slab += SLAB) {
        __syncthreads();
#pragma unroll
        for (int s = 0; s < 2; s++) {
            a.store(tileA, nextA[s], s);
            b.store(tileB, nextB[s], s);
        }
        __syncthreads();
#pragma unroll
        for (int s = 0; s < 2; s++) {
            nextA[s] = a.load(fromA, slab + SLAB, s);
            nextB[s] = b.load(fromB, slab + SLAB, s);
        }
#pragma unroll
        for (int k = 0; k < SLAB; k++) {
            float u[8], w[8];
            quad(&tileA[k][row], u);
            quad(&tileA[k][row + 64], u + 4);
            quad(&tileB[k][column], w);
            quad(&tileB[k][column + 64], w + 4);
#pragma unroll
            for (int i = 0; i < 8; i++) {
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    sums[i][j] = fmaf(u[i], w[j], sums[i][j]);
                }
            }
        }
    }
}

static __device__ __forceinline__ int apart(int from, int k) { return from + k % 4 + k / 4 * 64; }

// Lines of many coordinates: projections of n particles and m targets on rows directions. Blocks: tiles of points, then of
// directions.
extern "C" __global__ void __launch_bounds__(256, 2) project(
        const float *x, int n, const float *y, int m, int d, const float *directions, int rows, float *lines,
        unsigned long long stride, int yo) {
    int tiles = (n + TILE - 1) / TILE;
    bool particles = (int) blockIdx.x < tiles;
    int size = particles ? n : m;
    int from = ((int) blockIdx.x - (particles ? 0 : tiles)) * TILE;
    float *out = lines + (particles ? 0 : yo);
    Operand<true> a = {directions, (size_t) d, rows, d, d % 4 == 0};
    Operand<true> b = {particles ? x : y, (size_t) d, size, d, d % 4 == 0};
    float sums[8][8] = {};
    multiply(a, blockIdx.y * TILE, b, from, sums);
    int row = blockIdx.y * TILE + threadIdx.x / 16 * 4;
    int column = from + threadIdx.x % 16 * 4;
#pragma unroll
    for (int i = 0; i < 8; i++) {
        int p = apart(row, i);
        if (p < rows) {
#pragma unroll
            for (int half = 0; half < 8; half += 4) {
                int k = apart(column, half);
                // Lines are padded to whole quads.
                if (k < size) {
                    *(float4 *) &out[p * (size_t) stride + k] =
                            make_float4(sums[i][half], sums[i][half + 1], sums[i][half + 2], sums[i][half + 3]);
                }
            }
        }
    }
}

// What the lines say of the particles, projected back and added to g, stored there or used for a step. Blocks: tiles of
// particles, then of coordinates.
extern "C" __global__ void __launch_bounds__(256, 2) projectBack(
        const float *lines, unsigned long long stride, int n, int d, const float *directions, int rows, float *g,
        float *x, float *v, int flags, float scale, float momentum, float step, unsigned *largest) {
    Operand<false> a = {lines, (size_t) stride, n, rows, true};
    Operand<false> b = {directions, (size_t) d, d, rows, d % 4 == 0};
    float sums[8][8] = {};
    int row = blockIdx.x * TILE + threadIdx.x / 16 * 4;
    int column = blockIdx.y * TILE + threadIdx.x % 16 * 4;
    if (flags & ADD) {
#pragma unroll
        for (int i = 0; i < 8; i++) {
#pragma unroll
            for (int j = 0; j < 8; j++) {
                if (apart(row, i) < n && apart(column, j) < d) {
                    sums[i][j] = g[apart(row, i) * (size_t) d + apart(column, j)];
                }
            }
        }
    }
    multiply(a, blockIdx.x * TILE, b, blockIdx.y * TILE, sums);
    unsigned most = 0;
#pragma unroll
    for (int i = 0; i < 8; i++) {
        if (apart(row, i) < n) {
            size_t o = apart(row, i) * (size_t) d;
            float place[8], moved[8];
#pragma unroll
            for (int j = 0; j < 8; j++) {
                bool here = (flags & UPDATE) && apart(column, j) < d;
                place[j] = here ? x[o + apart(column, j)] : 0.0f;
                moved[j] = here ? v[o + apart(column, j)] : 0.0f;
            }
#pragma unroll
            for (int j = 0; j < 8; j++) {
                size_t at = o + apart(column, j);
                if (apart(column, j) < d) {
                    most = max(
                            most, finish(sums[i][j], place[j], moved[j], g, x, v, at, flags, scale, momentum, step));
                }
            }
        }
    }
    if (flags & UPDATE) {
        raise(largest, most);
    }
}

// Few coordinates, d <= D: a point for each thread, directions in shared memory. Blocks: 256 points, then groups of directions.
template <int D>
static __device__ void projectFew(
        const float *x, int n, const float *y, int m, int d, const float *directions, int rows, int group, float *lines,
        size_t stride, int yo) {
    float *own = (float *) sharedBytes;
    int first = blockIdx.y * group;
    int count = min(group, rows - first);
    for (int k = threadIdx.x; k < count * D; k += blockDim.x) {
        own[k] = k % D < d ? directions[(first + k / D) * d + k % D] : 0.0f;
    }
    __syncthreads();
    int blocks = (n + blockDim.x - 1) / blockDim.x;
    bool particles = (int) blockIdx.x < blocks;
    int i = ((int) blockIdx.x - (particles ? 0 : blocks)) * blockDim.x + threadIdx.x;
    if (i >= (particles ? n : m)) {
        return;
    }
    const float *p = (particles ? x : y) + (size_t) i * d;
    float point[D];
#pragma unroll
    for (int k = 0; k < D; k++) {
        point[k] = k < d ? p[k] : 0.0f;
    }
    float *out = lines + first * stride + (particles ? 0 : yo) + i;
#pragma unroll 4
    for (int row = 0; row < count; row++) {
        float sum = 0;
#pragma unroll
        for (int k = 0; k < D; k++) {
            sum = fmaf(own[row * D + k], point[k], sum);
        }
        out[row * stride] = sum;
    }
}

template <int D>
static __device__ void projectFewBack(
        const float *lines, size_t stride, int n, int d, const float *directions, int rows, float *g, float *x, float *v,
        int flags, float scale, float momentum, float step, unsigned *largest) {
    float *own = (float *) sharedBytes;
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    size_t o = (size_t) i * d;
    float sums[D];
#pragma unroll
    for (int k = 0; k < D; k++) {
        sums[k] = (flags & ADD) && i < n && k < d ? g[o + k] : 0.0f;
    }
    // Directions in groups of as many as fit into 4096 numbers.
    const int group = 4096 / D;
    for (int first = 0; first < rows; first += group) {
        int count = min(group, rows - first);
        __syncthreads();
        for (int k = threadIdx.x; k < count * D; k += blockDim.x) {
            own[k] = k % D < d ? directions[(size_t) (first + k / D) * d + k % D] : 0.0f;
        }
        __syncthreads();
        if (i < n) {
            const float *line = lines + first * stride + i;
#pragma unroll 8
            for (int row = 0; row < count; row++) {
                float value = line[row * stride];
#pragma unroll
                for (int k = 0; k < D; k++) {
                    sums[k] = fmaf(own[row * D + k], value, sums[k]);
                }
            }
        }
    }
    unsigned most = 0;
#pragma unroll
    for (int k = 0; k < D; k++) {
        if (i < n && k < d) {
            float place = flags & UPDATE ? x[o + k] : 0.0f;
            float moved = flags & UPDATE ? v[o + k] : 0.0f;
            most = max(most, finish(sums[k], place, moved, g, x, v, o + k, flags, scale, momentum, step));
        }
    }
    if (flags & UPDATE) {
        raise(largest, most);
    }
}

#define FEW(D)                                                                                                         \
    extern "C" __global__ void __launch_bounds__(256) projectFew##D(                                                   \
            const float *x, int n, const float *y, int m, int d, const float *directions, int rows, int group,         \
            float *lines, unsigned long long stride, int yo) {                                                         \
        projectFew<D>(x, n, y, m, d, directions, rows, group, lines, stride, yo);                                      \
    }                                                                                                                  \
    extern "C" __global__ void __launch_bounds__(256) projectFewBack##D(                                               \
            const float *lines, unsigned long long stride, int n, int d, const float *directions, int rows, float *g,  \
            float *x, float *v, int flags, float scale, float momentum, float step, unsigned *largest) {               \
        projectFewBack<D>(                                                                                             \
                lines, stride, n, d, directions, rows, g, x, v, flags, scale, momentum, step, largest);                \
    }

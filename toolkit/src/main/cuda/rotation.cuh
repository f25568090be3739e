// Random Hadamard rotations H S3 H S2 H S1 of points padded with zeros to D coordinates, without normalisation.
//
// A point belongs to W = D/E threads with E coordinates each. A transform goes from the widest distance to the narrowest,
// as on the processor, so that every sum rounds the same: first along the upper bits of the coordinate, with thread t holding
// t, t+W, t+2W, ...; then, after an exchange through shared memory, along the lower bits, with thread t holding
// Et, ..., Et+E-1.

// Three rounds of up to 4096 signs, round after round; a set bit means minus.
struct Signs {
    unsigned words[384];
};

template <int D, int E, int T>
struct Rotation {
    static const int W = D / E;
    // One number in 33 is left out, and points are 32/T banks apart: then neither rows nor columns meet in a bank.
    static const int PADDED = D + D / 32;
    static const int STRIDE = PADDED + (32 + 32 / T - PADDED % 32) % 32;

    static __device__ __forceinline__ int at(int e) { return e + (e >> 5); }

    // Where the j-th number of thread t is; written so that the part with j is a constant.
    static __device__ __forceinline__ int strided(int t, int j) {
        return W <= 32 ? t + W * j + ((W * j) >> 5) : at(t) + (W + W / 32) * j;
    }

    static __device__ __forceinline__ int adjacent(int t, int j) {
        return E <= 32 ? E * t + ((E * t) >> 5) + j : (E + E / 32) * t + j + (j >> 5);
    }

    static __device__ __forceinline__ void wait() {
        if (W <= 32) {
            __syncwarp();
        } else {
            __syncthreads();
        }
    }

    static __device__ __forceinline__ void flip(float (&r)[E], const Signs &signs, int round, int t) {
#pragma unroll
        for (int j = 0; j < E; j++) {
            int bit = round * D + t + W * j;
            r[j] = __uint_as_float(__float_as_uint(r[j]) ^ ((signs.words[bit >> 5] >> (bit & 31)) << 31));
        }
    }

    // Butterflies between numbers of one thread, from distance FROM/2 to 1.
    template <int FROM>
    static __device__ __forceinline__ void butterflies(float (&r)[E]) {
#pragma unroll
        for (int half = FROM / 2; half > 0; half /= 2) {
#pragma unroll
            for (int j = 0; j < E; j++) {
                if ((j & half) == 0) {
                    float a = r[j];
                    float b = r[j + half];
                    r[j] = a + b;
                    r[j + half] = a - b;
                }
            }
        }
    }

    // One transform; from r to shared memory, where all threads of the point may read it. What a thread writes is what it
    // has read, so one wait after each exchange is enough.
    static __device__ __forceinline__ void transform(float (&r)[E], float *own, int t) {
        butterflies<E>(r);
#pragma unroll
        for (int j = 0; j < E; j++) {
            own[strided(t, j)] = r[j];
        }
        wait();
#pragma unroll
        for (int j = 0; j < E; j++) {
            r[j] = own[adjacent(t, j)];
        }
        butterflies<W>(r);
#pragma unroll
        for (int j = 0; j < E; j++) {
            own[adjacent(t, j)] = r[j];
        }
        wait();
    }

    static __device__ __forceinline__ void read(float (&r)[E], const float *own, int t) {
#pragma unroll
        for (int j = 0; j < E; j++) {
            r[j] = own[strided(t, j)];
        }
    }

    // Rows first, ..., first+rows-1 of the rotation of n particles and m targets; a row has the particles from 0 and the
    // targets from yo. A block takes T points.
    static __device__ void forward(
            const float *__restrict__ x, int n, const float *__restrict__ y, int m, int d, const Signs &signs,
            float *__restrict__ lines, size_t stride, int yo, int first, int rows) {
        float *tile = (float *) sharedBytes;
        int tiles = (n + T - 1) / T;
        bool particles = (int) blockIdx.x < tiles;
        const float *points = particles ? x : y;
        int size = particles ? n : m;
        int from = ((int) blockIdx.x - (particles ? 0 : tiles)) * T;
        float *out = lines + (particles ? 0 : yo) + from;
        int i = threadIdx.x / W;
        int t = threadIdx.x % W;
        float *own = tile + i * STRIDE;
        const float *p = points + (size_t) (from + i) * d;
        int length = from + i < size ? d : 0;
        float r[E];
#pragma unroll
        for (int j = 0; j < E; j++) {
            int e = t + W * j;
            r[j] = e < length ? p[e] : 0.0f;
        }
#pragma unroll 1
        for (int round = 0; round < 3; round++) {
            if (round > 0) {
                read(r, own, t);
            }
            flip(r, signs, round, t);
            transform(r, own, t);
        }
        __syncthreads();
        int column = threadIdx.x % T;
        if (from + column < size) {
#pragma unroll 4
            for (int row = threadIdx.x / T; row < rows; row += T * W / T) {
                out[(size_t) row * stride + column] = tile[column * STRIDE + at(first + row)];
            }
        }
    }

    // What rows first, ..., first+rows-1 of the rotation say of the particles, rotated back: added to g, stored there, or
    // used at once for a step, v = scale*g + momentum*v, x = x - step*v.
    static __device__ void backward(
            const float *__restrict__ lines, size_t stride, int n, int d, const Signs &signs, int first, int rows,
            float *__restrict__ g, float *__restrict__ x, float *__restrict__ v, int flags, float scale, float momentum,
            float step, unsigned *__restrict__ largest) {
        float *tile = (float *) sharedBytes;
        int from = blockIdx.x * T;
        int column = threadIdx.x % T;
        bool there = from + column < n;
#pragma unroll 8
        for (int k = 0; k < E; k++) {
            int row = threadIdx.x / T + k * W;
            bool given = there && row >= first && row < first + rows;
            tile[column * STRIDE + at(row)] = given ? lines[(size_t) (row - first) * stride + from + column] : 0.0f;
        }
        __syncthreads();
        int i = threadIdx.x / W;
        int t = threadIdx.x % W;
        float *own = tile + i * STRIDE;
        float r[E];
#pragma unroll 1
        for (int round = 2; round >= 0; round--) {
            read(r, own, t);
            if (round < 2) {
                flip(r, signs, round + 1, t);
            }
            transform(r, own, t);
        }
        read(r, own, t);
        flip(r, signs, 0, t);
        size_t o = (size_t) (from + i) * d + t;
        int length = from + i < n ? d - t : 0;
        unsigned most = 0;
        // A few at a time, all read before the first is written: one after the other they would wait for memory.
        const int few = E < 8 ? E : 8;
#pragma unroll
        for (int j = 0; j < E; j += few) {
            float place[few], moved[few];
#pragma unroll
            for (int k = 0; k < few; k++) {
                bool here = W * (j + k) < length;
                place[k] = here && (flags & UPDATE) ? x[o + W * (j + k)] : 0.0f;
                moved[k] = here && (flags & UPDATE) ? v[o + W * (j + k)] : 0.0f;
                r[j + k] = here && (flags & ADD) ? g[o + W * (j + k)] + r[j + k] : r[j + k];
            }
#pragma unroll
            for (int k = 0; k < few; k++) {
                if (W * (j + k) < length) {
                    size_t at = o + W * (j + k);
                    most = max(most, finish(r[j + k], place[k], moved[k], g, x, v, at, flags, scale, momentum, step));
                }
            }
        }
        if (flags & UPDATE) {
            raise(largest, most);
        }
    }
};

#define ROTATION(D, E, T, BLOCKS)                                                                                      \
    extern "C" __global__ void __launch_bounds__(T * (D / E), BLOCKS) rotate##D(                                       \
            const float *x, int n, const float *y, int m, int d, const __grid_constant__ Signs signs, float *lines,    \
            unsigned long long stride, int yo, int first, int rows) {                                                  \
        Rotation<D, E, T>::forward(x, n, y, m, d, signs, lines, stride, yo, first, rows);                              \
    }                                                                                                                  \
    extern "C" __global__ void __launch_bounds__(T * (D / E), BLOCKS) rotateBack##D(                                   \
            const float *lines, unsigned long long stride, int n, int d, const __grid_constant__ Signs signs,          \
            int first, int rows, float *g, float *x, float *v, int flags, float scale, float momentum, float step,     \
            unsigned *largest) {                                                                                       \
        Rotation<D, E, T>::backward(                                                                                   \
                lines, stride, n, d, signs, first, rows, g, x, v, flags, scale, momentum, step, largest);              \
    }


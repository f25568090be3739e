// One step of a sliced MMD flow for r = 1 on a CUDA device: project particles and targets to lines, find ranks on each line, project
// back and move. To be compiled without fusing products and sums that are not written as fmaf (-fmad=false): then
// every number is the one that the processor finds.
//
// Line number p is a row of `lines`, `stride` numbers long: the projections of n particles from 0, those of m targets from yo.
// stride and yo are multiples of 32.

#ifndef RIESZFLOW_ON_HOST
#include <cfloat>
extern __shared__ __align__(16) unsigned char sharedBytes[];
#endif

enum BackFlags { ADD = 1, UPDATE = 2, SCALE = 4 };

// What becomes of one coordinate of a gradient that is projected back, where a step begins at place with the momentum moved:
// it is stored in g, also multiplied by scale (SCALE), or used for a step (UPDATE), v = scale*g + momentum*v, x = x - step*v.
// Before that it was added to what g holds (ADD). Returns the bits of |x| in a step, else 0.
static __device__ __forceinline__ unsigned finish(
        float sum, float place, float moved, float *__restrict__ g, float *__restrict__ x, float *__restrict__ v,
        size_t o, int flags, float scale, float momentum, float step) {
    if (flags & UPDATE) {
        moved = fmaf(momentum, moved, scale * sum);
        place = fmaf(-step, moved, place);
        v[o] = moved;
        x[o] = place;
        return __float_as_uint(fabsf(place));
    }
    g[o] = flags & SCALE ? scale * sum : sum;
    return 0;
}

// Raises *largest to the largest of the bits of all threads. Bits of numbers that are not negative are in order, those of
// NaN are above.
static __device__ __forceinline__ void raise(unsigned *largest, unsigned bits) {
    for (int k = 16; k > 0; k /= 2) {
        bits = max(bits, __shfl_xor_sync(0xffffffffu, bits, k));
    }
    if (threadIdx.x % 32 == 0) {
        atomicMax(largest, bits);
    }
}


#ifdef RANKS
#include "ranks.cuh"
#endif

#ifdef PRODUCTS
#include "products.cuh"
FEW(2)
FEW(4)
FEW(8)
FEW(16)
#endif

#ifdef DIMENSION
#include "rotation.cuh"
// Dimension, numbers of a thread, points of a block, and blocks that should fit on a multiprocessor.
#if DIMENSION == 128 || DIMENSION == 0
ROTATION(128, 16, 32, 4)
#endif
#if DIMENSION == 256 || DIMENSION == 0
ROTATION(256, 16, 32, 2)
#endif
#if DIMENSION == 512 || DIMENSION == 0
ROTATION(512, 32, 32, 2)
#endif
#if DIMENSION == 1024 || DIMENSION == 0
ROTATION(1024, 32, 16, 2)
#endif
#if DIMENSION == 2048 || DIMENSION == 0
ROTATION(2048, 64, 8, 2)
#endif
#if DIMENSION == 4096 || DIMENSION == 0
ROTATION(4096, 64, 8, 1)
#endif
#endif

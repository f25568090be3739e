// The kernels compiled for the processor, behind functions with the names of the CUDA driver's: a library that takes the place of
// libcuda.so.1 where there is no GPU. A thread of a block is a fibre; blocks come one after the other. Device memory is ordinary
// memory, filled with NaN before it is first written and counted.
//
// g++ -O2 -std=c++17 -ffp-contract=off -shared -fPIC -o libtwin.so twin.cpp

#include <cfloat>
#include <cmath>
#include <csetjmp>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <ucontext.h>
#include <utility>
#include <vector>

// ---- what the kernels see ----

#define RIESZFLOW_ON_HOST
#define __device__
#define __global__
#define __forceinline__ inline
#define __restrict__
#define __shared__ static
#define __align__(n) __attribute__((aligned(n)))
#define __grid_constant__
#define __launch_bounds__(...)

struct Place {
    unsigned x, y, z;
};

struct alignas(16) float4 {
    float x, y, z, w;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};

static inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
static inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }

static const size_t SHARED_BYTES = 227 * 1024;
static const int THREADS = 1024;

alignas(128) static unsigned char sharedBytes[SHARED_BYTES];
static Place threadIdx, blockIdx, blockDim, gridDim;

static inline unsigned __float_as_uint(float f) {
    unsigned u;
    memcpy(&u, &f, 4);
    return u;
}
static inline float __uint_as_float(unsigned u) {
    float f;
    memcpy(&f, &u, 4);
    return f;
}
static inline double __hiloint2double(int high, int low) {
    uint64_t bits = (uint64_t) (uint32_t) high << 32 | (uint32_t) low;
    double d;
    memcpy(&d, &bits, 8);
    return d;
}
template <class A, class B>
static inline auto max(A a, B b) -> decltype(a + b) {
    return a > b ? a : b;
}
template <class A, class B>
static inline auto min(A a, B b) -> decltype(a + b) {
    return a < b ? a : b;
}
static inline unsigned atomicAdd(unsigned *p, unsigned value) {
    unsigned before = *p;
    *p += value;
    return before;
}
static inline unsigned atomicMax(unsigned *p, unsigned value) {
    unsigned before = *p;
    *p = before > value ? before : value;
    return before;
}

// ---- fibres ----

enum State { READY, AT_BARRIER, DONE };

struct Fibre {
    State state;
    bool started;
    ucontext_t context;
    jmp_buf at;
    char *stack;
};

static Fibre fibres[THREADS];
static int current;
static jmp_buf scheduler;
static void (*body)(void **);
static void **arguments;
static unsigned exchanged[THREADS];
static bool votesAnd;
static const size_t STACK = 256 * 1024;

static void place(int thread) {
    current = thread;
    threadIdx.x = thread % blockDim.x;
    threadIdx.y = thread / blockDim.x % blockDim.y;
    threadIdx.z = thread / (blockDim.x * blockDim.y);
}

static void enter() {
    body(arguments);
    fibres[current].state = DONE;
    _longjmp(scheduler, 1);
}

// Lets all others go on to where this one is: those of the warp, as they take turns, or those of the block.
static void wait(State state) {
    Fibre &own = fibres[current];
    own.state = state;
    if (_setjmp(own.at) == 0) {
        _longjmp(scheduler, 1);
    }
}

static inline void __syncwarp() { wait(READY); }
static inline void __syncthreads() { wait(AT_BARRIER); }

// The vote of a barrier is taken back by the first to arrive at the next one; so each has two.
static inline int __syncthreads_and(int vote) {
    __syncthreads();
    votesAnd = true;
    __syncthreads();
    votesAnd = votesAnd && vote;
    __syncthreads();
    return votesAnd;
}
static inline int __syncthreads_or(int vote) { return !__syncthreads_and(!vote); }

template <class A>
static A fromLane(A value, int lane) {
    static_assert(sizeof(A) == 4, "words only");
    memcpy(&exchanged[current], &value, 4);
    __syncwarp();
    A out;
    memcpy(&out, &exchanged[current / 32 * 32 + lane], 4);
    __syncwarp();
    return out;
}
template <class A>
static A __shfl_xor_sync(unsigned, A value, int mask) {
    return fromLane(value, (current % 32) ^ mask);
}
template <class A>
static A __shfl_up_sync(unsigned, A value, int by) {
    return fromLane(value, current % 32 >= by ? current % 32 - by : current % 32);
}
template <class A>
static A __shfl_sync(unsigned, A value, int lane) {
    return fromLane(value, lane);
}

#define RANKS
#define PRODUCTS
#define DIMENSION 0
#include "../../main/cuda/flow.cu"

static void runBlock(size_t dynamic) {
    int threads = blockDim.x * blockDim.y * blockDim.z;
    for (int t = 0; t < threads; t++) {
        fibres[t].state = READY;
        fibres[t].started = false;
    }
    // What a block finds in shared memory is what another left there, or nothing that means anything.
    memset(sharedBytes, 0xff, dynamic);
    int live = threads;
    while (live > 0) {
        int waiting = 0;
        for (volatile int t = 0; t < threads; t = t + 1) {
            Fibre &f = fibres[t];
            if (f.state == READY) {
                place(t);
                if (_setjmp(scheduler) == 0) {
                    if (f.started) {
                        _longjmp(f.at, 1);
                    }
                    f.started = true;
                    if (f.stack == nullptr) {
                        f.stack = (char *) malloc(STACK);
                    }
                    getcontext(&f.context);
                    f.context.uc_stack.ss_sp = f.stack;
                    f.context.uc_stack.ss_size = STACK;
                    f.context.uc_link = nullptr;
                    makecontext(&f.context, enter, 0);
                    setcontext(&f.context);
                }
                if (f.state == DONE) {
                    live--;
                }
            }
            waiting += f.state == AT_BARRIER;
        }
        if (waiting == live) {
            for (int t = 0; t < threads; t++) {
                fibres[t].state = fibres[t].state == DONE ? DONE : READY;
            }
        }
    }
}

// ---- the driver ----

struct Kernel {
    void (*call)(void **);
};

template <class... A, size_t... I>
static void unpack(void (*kernel)(A...), void **p, std::index_sequence<I...>) {
    kernel(*(typename std::remove_const<A>::type *) p[I]...);
}

template <auto KERNEL, class... A>
static void call(void **p, void (*)(A...)) {
    unpack<A...>(KERNEL, p, std::index_sequence_for<A...>());
}

static std::map<std::string, Kernel> kernels;

#define KERNEL(name) kernels[#name] = {[](void **p) { call<name>(p, name); }};
#define ROTATIONS(D) KERNEL(rotate##D) KERNEL(rotateBack##D)
#define FEWS(D) KERNEL(projectFew##D) KERNEL(projectFewBack##D)

static bool list() {
    KERNEL(binnedRanks) KERNEL(binnedRanksOfMany) KERNEL(exactRanks) KERNEL(buckets) KERNEL(bucketRanks)
    KERNEL(countTies) KERNEL(sortedRanks) KERNEL(project) KERNEL(projectBack)
    FEWS(2) FEWS(4) FEWS(8) FEWS(16)
    ROTATIONS(128) ROTATIONS(256) ROTATIONS(512) ROTATIONS(1024) ROTATIONS(2048) ROTATIONS(4096)
    return true;
}

static bool listed = list();
static std::recursive_mutex mutex;
static std::map<uintptr_t, size_t> allocated;
static int contexts, modules;
static int failAfter = -1, failWith;
static size_t memory = (size_t) 2 << 30;

// What ends something does not fail.
#define LEAVE std::lock_guard<std::recursive_mutex> guard(mutex);
// Fails once, after so many more calls, with this error; the tests set it.
#define ENTER                                                  \
    std::lock_guard<std::recursive_mutex> guard(mutex);        \
    if (failAfter >= 0 && failAfter-- == 0) return failWith;

typedef unsigned long long Pointer;

extern "C" {
void twinFail(int after, int error) {
    failAfter = after;
    failWith = error;
}
void twinMemory(unsigned long long bytes) { memory = bytes; }
unsigned long long twinHolds() {
    unsigned long long sum = contexts + modules;
    for (auto &a : allocated) sum += a.second;
    return sum;
}

int cuInit(unsigned) { ENTER return 0; }
int cuDriverGetVersion(int *version) { ENTER *version = 13000; return 0; }
int cuDeviceGetCount(int *count) { ENTER *count = 1; return 0; }
int cuDeviceGet(int *device, int ordinal) { ENTER *device = ordinal; return ordinal == 0 ? 0 : 101; }
int cuDeviceGetName(char *name, int length, int) { ENTER strncpy(name, "host twin", length); return 0; }
int cuDeviceTotalMem_v2(size_t *bytes, int) { ENTER *bytes = memory; return 0; }
int cuDeviceGetAttribute(int *value, int attribute, int) {
    ENTER
    switch (attribute) {
        case 16: *value = 4; return 0;
        case 75: *value = 8; return 0;
        case 76: *value = 0; return 0;
        case 97: *value = SHARED_BYTES; return 0;
        default: return 1;
    }
}
int cuDevicePrimaryCtxRetain(void **context, int) { ENTER contexts++; *context = &contexts; return 0; }
int cuDevicePrimaryCtxRelease_v2(int) { ENTER contexts--; return 0; }
int cuCtxPushCurrent_v2(void *) { LEAVE return 0; }
int cuCtxPopCurrent_v2(void **context) { LEAVE *context = &contexts; return 0; }
int cuModuleLoadData(void **module, const void *image) {
    ENTER
    if (strstr((const char *) image, ".target sm_80") == nullptr) return 218;
    modules++;
    *module = &modules;
    return 0;
}
int cuModuleUnload(void *) { LEAVE modules--; return 0; }
int cuModuleGetFunction(void **function, void *, const char *name) {
    ENTER
    auto found = kernels.find(name);
    if (found == kernels.end()) return 500;
    *function = &found->second;
    return 0;
}
int cuFuncSetAttribute(void *, int, int value) { ENTER return value <= (int) SHARED_BYTES ? 0 : 1; }
int cuMemGetInfo_v2(size_t *free, size_t *total) {
    ENTER
    size_t sum = 0;
    for (auto &a : allocated) sum += a.second;
    *free = memory - sum;
    *total = memory;
    return 0;
}
int cuMemAlloc_v2(Pointer *p, size_t bytes) {
    ENTER
    size_t sum = 0;
    for (auto &a : allocated) sum += a.second;
    if (sum + bytes > memory) return 2;
    void *own = aligned_alloc(256, (bytes + 255) / 256 * 256);
    memset(own, 0xff, bytes);
    allocated[(uintptr_t) own] = bytes;
    *p = (Pointer) own;
    return 0;
}
int cuMemFree_v2(Pointer p) {
    LEAVE
    if (allocated.erase((uintptr_t) p) == 0) return 1;
    free((void *) p);
    return 0;
}
static bool holds(Pointer p, size_t bytes) {
    auto next = allocated.upper_bound((uintptr_t) p);
    if (next == allocated.begin()) return false;
    --next;
    return p + bytes <= next->first + next->second;
}
int cuMemcpyHtoD_v2(Pointer to, const void *from, size_t bytes) {
    ENTER
    if (!holds(to, bytes)) return 700;
    memcpy((void *) to, from, bytes);
    return 0;
}
int cuMemcpyDtoH_v2(void *to, Pointer from, size_t bytes) {
    ENTER
    if (!holds(from, bytes)) return 700;
    memcpy(to, (void *) from, bytes);
    return 0;
}
int cuMemcpyDtoD_v2(Pointer to, Pointer from, size_t bytes) {
    ENTER
    if (!holds(from, bytes) || !holds(to, bytes)) return 700;
    memmove((void *) to, (void *) from, bytes);
    return 0;
}
int cuMemsetD32_v2(Pointer to, unsigned value, size_t count) {
    ENTER
    if (!holds(to, 4 * count)) return 700;
    for (size_t i = 0; i < count; i++) ((unsigned *) to)[i] = value;
    return 0;
}
int cuLaunchKernel(
        void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared,
        void *, void **parameters, void **) {
    ENTER
    if (gx == 0 || gy == 0 || gz == 0 || gy > 65535 || gz > 65535 || bx * by * bz > THREADS || shared > SHARED_BYTES) {
        return 1;
    }
    body = ((Kernel *) function)->call;
    arguments = parameters;
    gridDim = {gx, gy, gz};
    blockDim = {bx, by, bz};
    for (blockIdx.z = 0; blockIdx.z < gz; blockIdx.z++)
        for (blockIdx.y = 0; blockIdx.y < gy; blockIdx.y++)
            for (blockIdx.x = 0; blockIdx.x < gx; blockIdx.x++) runBlock(shared);
    return 0;
}
int cuCtxSynchronize() { ENTER return 0; }
int cuEventCreate(void **event, unsigned) { ENTER *event = calloc(1, sizeof(timespec)); return 0; }
int cuEventRecord(void *event, void *) { ENTER clock_gettime(CLOCK_MONOTONIC, (timespec *) event); return 0; }
int cuEventSynchronize(void *) { ENTER return 0; }
int cuEventElapsedTime_v2(float *, void *, void *) { return 801; }
int cuEventElapsedTime(float *ms, void *a, void *b) {
    ENTER
    timespec *s = (timespec *) a, *e = (timespec *) b;
    *ms = (e->tv_sec - s->tv_sec) * 1e3f + (e->tv_nsec - s->tv_nsec) * 1e-6f;
    return 0;
}
int cuEventDestroy_v2(void *event) { ENTER free(event); return 0; }
int cuGetErrorString(int error, const char **text) {
    *text = error == 2 ? "out of memory" : error == 700 ? "an illegal memory access was encountered" : "an error";
    return 0;
}
int cuGetErrorName(int error, const char **text) {
    *text = error == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : error == 700 ? "CUDA_ERROR_ILLEGAL_ADDRESS" : "CUDA_ERROR";
    return 0;
}
}

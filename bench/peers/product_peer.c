/* Compile with one of
 *     cc -O3 -march=native -DPEER_ONEDNN product_peer.c -o product_peer -ldnnl
 *     cc -O3 -march=native -DPEER_OPENBLAS product_peer.c -o product_peer -lopenblas
 *     cc -O3 -march=native -DPEER_BLIS product_peer.c -o product_peer -lblis -lm
 * and start with the number of threads: product_peer THREADS
 *
 * Matrix products C = op(A).op(B) in float32, row-major, by a library of kernels in machine code; oneDNN also does activations. Where a
 * library has several ways to do the same work, all are timed when the workload is loaded, and the fastest is kept. The caller's plain
 * row-major matrices are what goes in and comes out: whatever packing a library does is part of its time.
 */
#define _POSIX_C_SOURCE 200809L

#include "workload.h"

struct product {
    int m, n, k;
    int transpose_a, transpose_b;
    float *a, *b, *c;
};

static struct product product;
static float *output;
static size_t output_count;
static void (*fastest)(void);

/* Keeps the way that was fastest in one of several rounds. */
static void choose(void (*const ways[])(void), int count)
{
    const double round_seconds = 0.005;
    double best = 1e9;
    for (int i = 0; i < count; i++) {
        long iterations = 1;
        while (time_iterations(ways[i], iterations) < round_seconds)
            iterations *= 2;
        for (int round = 0; round < 5; round++) {
            double duration = time_iterations(ways[i], iterations) / (double)iterations;
            if (duration < best) {
                best = duration;
                fastest = ways[i];
            }
        }
    }
}

#ifdef PEER_ONEDNN

#include <dnnl.h>

static dnnl_engine_t engine;
static dnnl_stream_t stream;
static dnnl_primitive_t primitive;
static dnnl_exec_arg_t arguments[3];
static int argument_count;

static void require(dnnl_status_t status)
{
    if (status != dnnl_success)
        fail("Expected oneDNN to succeed, but got status %d.", (int)status);
}

/* oneDNN has no call for the number of threads: the OpenMP below it takes it from the environment, before main. */
static void start_library(int threads)
{
    const char *variable = getenv("OMP_NUM_THREADS");
    if (variable == NULL || atoi(variable) != threads)
        fail("Expected OMP_NUM_THREADS to be %d, but got %s.", threads, variable == NULL ? "none" : variable);
    require(dnnl_engine_create(&engine, dnnl_cpu, 0));
    require(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
}

static void execute_primitive(void)
{
    require(dnnl_primitive_execute(primitive, stream, argument_count, arguments));
    require(dnnl_stream_wait(stream));
}

static void call_sgemm(void)
{
    const struct product *p = &product;
    require(dnnl_sgemm(p->transpose_a ? 'T' : 'N', p->transpose_b ? 'T' : 'N', p->m, p->n, p->k, 1, p->a, p->transpose_a ? p->m : p->k,
                       p->b, p->transpose_b ? p->k : p->n, 0, p->c, p->n));
}

static dnnl_memory_desc_t describe(int rows, int columns, int transposed)
{
    dnnl_memory_desc_t description;
    dnnl_dims_t sizes = {rows, columns};
    require(dnnl_memory_desc_init_by_tag(&description, 2, sizes, dnnl_f32, transposed ? dnnl_ba : dnnl_ab));
    return description;
}

static void add_argument(int index, const dnnl_memory_desc_t *description, float *numbers)
{
    dnnl_memory_t memory;
    require(dnnl_memory_create(&memory, description, engine, numbers));
    arguments[argument_count++] = (dnnl_exec_arg_t){index, memory};
}

static void create_primitive(const_dnnl_op_desc_t operation)
{
    dnnl_primitive_desc_t description;
    require(dnnl_primitive_desc_create(&description, operation, NULL, engine, NULL));
    require(dnnl_primitive_create(&primitive, description));
    require(dnnl_primitive_desc_destroy(description));
}

static void prepare_product(void)
{
    const struct product *p = &product;
    dnnl_memory_desc_t a = describe(p->m, p->k, p->transpose_a);
    dnnl_memory_desc_t b = describe(p->k, p->n, p->transpose_b);
    dnnl_memory_desc_t c = describe(p->m, p->n, 0);
    dnnl_matmul_desc_t operation;
    require(dnnl_matmul_desc_init(&operation, &a, &b, NULL, &c));
    create_primitive(&operation);
    add_argument(DNNL_ARG_SRC, &a, p->a);
    add_argument(DNNL_ARG_WEIGHTS, &b, p->b);
    add_argument(DNNL_ARG_DST, &c, p->c);
    choose((void (*const[])(void)){execute_primitive, call_sgemm}, 2);
}

static void prepare_activation(const char *function, int length, float *input)
{
    dnnl_memory_desc_t description = describe(1, length, 0);
    dnnl_eltwise_desc_t eltwise;
    dnnl_softmax_desc_t softmax;
    if (strcmp(function, "Softmax") == 0) {
        require(dnnl_softmax_forward_desc_init(&softmax, dnnl_forward_inference, &description, 1));
        create_primitive(&softmax);
    } else {
        dnnl_alg_kind_t algorithm = strcmp(function, "Sigmoid") == 0 ? dnnl_eltwise_logistic : dnnl_eltwise_tanh;
        require(dnnl_eltwise_forward_desc_init(&eltwise, dnnl_forward_inference, algorithm, &description, 0, 0));
        create_primitive(&eltwise);
    }
    add_argument(DNNL_ARG_SRC, &description, input);
    add_argument(DNNL_ARG_DST, &description, output);
    fastest = execute_primitive;
}

#else

#include <cblas.h>

static void call_gemm(void)
{
    const struct product *p = &product;
    cblas_sgemm(CblasRowMajor, p->transpose_a ? CblasTrans : CblasNoTrans, p->transpose_b ? CblasTrans : CblasNoTrans, p->m, p->n, p->k, 1,
                p->a, p->transpose_a ? p->m : p->k, p->b, p->transpose_b ? p->k : p->n, 0, p->c, p->n);
}

/* A single row times B is a transposed B times a vector. */
static void call_gemv(void)
{
    const struct product *p = &product;
    if (p->transpose_b)
        cblas_sgemv(CblasRowMajor, CblasNoTrans, p->n, p->k, 1, p->b, p->k, p->a, 1, 0, p->c, 1);
    else
        cblas_sgemv(CblasRowMajor, CblasTrans, p->k, p->n, 1, p->b, p->n, p->a, 1, 0, p->c, 1);
}

static void prepare_product(void)
{
    choose((void (*const[])(void)){call_gemm, call_gemv}, product.m == 1 ? 2 : 1);
}

static void prepare_activation(const char *function, int length, float *input)
{
    (void)length;
    (void)input;
    fail("Expected workload product, but got activation %s.", function);
}

#endif

#ifdef PEER_OPENBLAS

static void start_library(int threads)
{
    openblas_set_num_threads(threads);
}

#endif

#ifdef PEER_BLIS

#include <blis.h>

/* On a processor newer than itself BLIS takes kernels in plain C. With AVX-512 those of Skylake-X are the best that it has. */
static void start_library(int threads)
{
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        char kernels[16];
        snprintf(kernels, sizeof kernels, "%d", BLIS_ARCH_SKX);
        setenv("BLIS_ARCH_TYPE", kernels, 0);
    }
    bli_init();
    bli_thread_set_num_threads(threads);
}

#endif

static void prepare(struct workload *workload)
{
    if (is_kind(workload, "product")) {
        product.m = integer(workload, 1);
        product.n = integer(workload, 2);
        product.k = integer(workload, 3);
        product.transpose_a = integer(workload, 4);
        product.transpose_b = integer(workload, 5);
        size_t count_a = (size_t)product.m * product.k, count_b = (size_t)product.k * product.n;
        output_count = (size_t)product.m * product.n;
        output = allocate(output_count);
        product.a = workload->numbers;
        product.b = memcpy(allocate(count_b), workload->numbers + count_a, count_b * sizeof(float)); /* An aligned copy. */
        product.c = output;
        prepare_product();
    } else if (is_kind(workload, "activation")) {
        output_count = (size_t)integer(workload, 2);
        output = allocate(output_count);
        prepare_activation(workload->words[1], (int)output_count, workload->numbers);
    } else {
        fail("Expected workload product or activation, but got %s.", workload->words[0]);
    }
}

static void iterate(void)
{
    fastest();
}

static void save(FILE *file)
{
    write_numbers(file, output, output_count);
}

int main(int argc, char **argv)
{
    start_library(atoi(argv[argc - 1]));
    return serve((struct peer){prepare, iterate, save});
}

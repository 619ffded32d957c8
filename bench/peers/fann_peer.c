/* Compile with
 *     cc -O3 -march=native fann_peer.c -o fann_peer -lfloatfann
 * and start with the number of threads, of which FANN has one whatever the number is: fann_peer THREADS
 *
 * The C library FANN, with float: training of networks of sigmoid layers, and inference of networks of sigmoid, tanh and identity layers.
 * It has no ReLU and no softmax. Training is an epoch of FANN_TRAIN_BATCH over the batch, which divides the gradient by the number of
 * samples; inference is fann_run, one sample after another. What differs from plain sigmoid layers is small: for the derivative FANN keeps
 * a sigmoid's output between 0.01 and 0.99, so that saturated units, and those alone, learn by other gradients; and it keeps the sums of
 * products between -300 and 300, far beyond where a sigmoid becomes 0 or 1 (tanh and identity: 150).
 */
#define _POSIX_C_SOURCE 200809L

#include <floatfann.h>

#include "workload.h"

enum { MAXIMUM_LAYERS = 64, WORDS_PER_LAYER = 2 };

/* FANN's sigmoid is 1 / (1 + exp(-2 * steepness * x)), and its symmetric one tanh(steepness * x). */
static const struct activation {
    const char *name;
    enum fann_activationfunc_enum function;
    fann_type steepness;
} activations[] = {
    {"Sigmoid", FANN_SIGMOID, 0.5f},
    {"Tanh", FANN_SIGMOID_SYMMETRIC, 1},
    {"Identity", FANN_LINEAR, 1},
};

static struct fann *network;
static unsigned int sizes[MAXIMUM_LAYERS + 1]; /* The inputs, then each layer's outputs. */
static int layer_count;
static int batch;
static float *samples;
static struct fann_train_data *examples;
static float loss;
static float *outputs;

static const struct activation *find_activation(const char *name)
{
    for (size_t i = 0; i < sizeof activations / sizeof *activations; i++)
        if (strcmp(activations[i].name, name) == 0)
            return &activations[i];
    fail("Expected activation Sigmoid, Tanh or Identity, but got %s.", name);
    return NULL;
}

static void create_network(char *const *words)
{
    for (int layer = 0; layer <= layer_count; layer++)
        sizes[layer] = (unsigned int)atoi(words[layer == 0 ? 0 : layer * WORDS_PER_LAYER - 1]);
    network = fann_create_standard_array((unsigned int)layer_count + 1, sizes);
    for (int layer = 1; layer <= layer_count; layer++) {
        const struct activation *activation = find_activation(words[layer * WORDS_PER_LAYER]);
        fann_set_activation_function_layer(network, activation->function, layer);
        fann_set_activation_steepness_layer(network, activation->steepness, layer);
    }
}

/* FANN stores for each output its weights and then its bias, we the matrix [inputs x outputs] and then the biases. */
static void exchange_parameters(float *numbers, void (*exchange)(fann_type *theirs, float *ours))
{
    fann_type *theirs = network->weights;
    for (int layer = 1; layer <= layer_count; layer++) {
        unsigned int inputs = sizes[layer - 1], outputs_of_layer = sizes[layer];
        for (unsigned int column = 0; column < outputs_of_layer; column++)
            for (unsigned int row = 0; row <= inputs; row++)
                exchange(theirs++, &numbers[row * outputs_of_layer + column]);
        numbers += (inputs + 1) * outputs_of_layer;
    }
}

static void give(fann_type *theirs, float *ours)
{
    *theirs = *ours;
}

static void take(fann_type *theirs, float *ours)
{
    *ours = *theirs;
}

static void copy_rows(fann_type *const *rows, const float *numbers, unsigned int columns)
{
    for (int row = 0; row < batch; row++)
        memcpy(rows[row], numbers + (size_t)row * columns, columns * sizeof(float));
}

static void prepare_training(const struct workload *workload)
{
    for (int layer = 1; layer <= layer_count; layer++)
        if (strcmp(workload->words[1 + layer * WORDS_PER_LAYER], "Sigmoid") != 0)
            fail("Expected activation Sigmoid for training, but got %s.", workload->words[1 + layer * WORDS_PER_LAYER]);
    examples = fann_create_train((unsigned int)batch, sizes[0], sizes[layer_count]);
    copy_rows(examples->input, samples, sizes[0]);
    copy_rows(examples->output, samples + (size_t)batch * sizes[0], sizes[layer_count]);
    fann_set_training_algorithm(network, FANN_TRAIN_BATCH);
    fann_set_train_error_function(network, FANN_ERRORFUNC_LINEAR);
    fann_set_learning_rate(network, strtof(workload->words[workload->count - 1], NULL));
}

static void prepare(struct workload *workload)
{
    int training = is_kind(workload, "training");
    if (!training && !is_kind(workload, "inference"))
        fail("Expected workload training or inference, but got %s.", workload->words[0]);
    int words_behind_layers = training ? 3 : 1;
    layer_count = (workload->count - 2 - words_behind_layers) / WORDS_PER_LAYER;
    if (layer_count > MAXIMUM_LAYERS)
        fail("Expected up to %d layers, but got %d.", MAXIMUM_LAYERS, layer_count);
    batch = integer(workload, workload->count - (training ? 2 : 1));
    create_network(workload->words + 1);
    exchange_parameters(workload->numbers, give);
    samples = workload->numbers + network->total_connections;
    if (training)
        prepare_training(workload);
    else
        outputs = allocate((size_t)batch * sizes[layer_count]);
}

static void iterate(void)
{
    if (examples != NULL) {
        loss = fann_train_epoch(network, examples) / 2;
        return;
    }
    for (int row = 0; row < batch; row++) {
        const fann_type *result = fann_run(network, samples + (size_t)row * sizes[0]);
        memcpy(outputs + (size_t)row * sizes[layer_count], result, sizes[layer_count] * sizeof(float));
    }
}

static void save(FILE *file)
{
    if (examples != NULL) {
        float *numbers = allocate(network->total_connections);
        exchange_parameters(numbers, take);
        write_numbers(file, &loss, 1);
        write_numbers(file, numbers, network->total_connections);
        free(numbers);
    } else {
        write_numbers(file, outputs, (size_t)batch * sizes[layer_count]);
    }
}

int main(void)
{
    return serve((struct peer){prepare, iterate, save});
}

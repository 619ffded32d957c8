/* What the peers in C share: they read workload files and answer commands.
 *
 * Standard input carries one command a line, and each is answered by one line:
 *
 *     load FILE    reads a workload file and prepares       -> ready
 *     run N        does N iterations                        -> the seconds they took
 *     save FILE    writes the state as float32              -> saved
 *
 * A workload file is one line of text, its first word the kind of workload, followed by float32 numbers, little-endian. A peer defines
 * prepare, iterate and save, and calls serve.
 */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAXIMUM_LINE = 4096, MAXIMUM_WORDS = 256, ALIGNMENT = 64 };

struct workload {
    char line[MAXIMUM_LINE];
    char *words[MAXIMUM_WORDS]; /* words[0] is the kind. */
    int count;
    float *numbers;
};

struct peer {
    void (*prepare)(struct workload *workload); /* The workload stays where it is. */
    void (*iterate)(void);
    void (*save)(FILE *file);
};

static void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (file == NULL)
        fail("Expected a file at %s, but it cannot be opened.", path);
    return file;
}

static float *allocate(size_t count)
{
    size_t size = (count * sizeof(float) + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    float *allocated = aligned_alloc(ALIGNMENT, size);
    if (allocated == NULL)
        fail("Expected memory for %zu numbers, but there is too little.", count);
    memset(allocated, 0, size);
    return allocated;
}

static float *read_numbers(FILE *file)
{
    long start = ftell(file);
    fseek(file, 0, SEEK_END);
    size_t count = (size_t)(ftell(file) - start) / sizeof(float);
    fseek(file, start, SEEK_SET);
    float *numbers = allocate(count);
    if (fread(numbers, sizeof(float), count, file) != count)
        fail("Expected %zu numbers, but got fewer.", count);
    return numbers;
}

static void read_workload(const char *path, struct workload *workload)
{
    FILE *file = open_file(path, "rb");
    if (fgets(workload->line, MAXIMUM_LINE, file) == NULL)
        fail("Expected a line of text in %s, but it is empty.", path);
    workload->count = 0;
    for (char *word = strtok(workload->line, " \n"); word != NULL && workload->count < MAXIMUM_WORDS; word = strtok(NULL, " \n"))
        workload->words[workload->count++] = word;
    workload->numbers = read_numbers(file);
    fclose(file);
}

static void write_numbers(FILE *file, const float *numbers, size_t count)
{
    if (fwrite(numbers, sizeof(float), count, file) != count)
        fail("Expected to write %zu numbers, but could write fewer.", count);
}

static int is_kind(const struct workload *workload, const char *kind)
{
    return strcmp(workload->words[0], kind) == 0;
}

/* The word at a position, counted from 1 after the kind, as a whole number. */
static int integer(const struct workload *workload, int position)
{
    return atoi(workload->words[position]);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double time_iterations(void (*iterate)(void), long count)
{
    double start = seconds();
    for (long i = 0; i < count; i++)
        iterate();
    return seconds() - start;
}

/* Answers commands until standard input ends. */
static int serve(struct peer peer)
{
    static struct workload workload;
    char command[MAXIMUM_LINE];
    while (fgets(command, MAXIMUM_LINE, stdin) != NULL) {
        command[strcspn(command, "\n")] = '\0';
        char *argument = strchr(command, ' ');
        if (argument == NULL)
            fail("Expected a command and its argument, but got %s.", command);
        *argument++ = '\0';
        if (strcmp(command, "load") == 0) {
            read_workload(argument, &workload);
            peer.prepare(&workload);
            puts("ready");
        } else if (strcmp(command, "run") == 0) {
            printf("%.9f\n", time_iterations(peer.iterate, atol(argument)));
        } else if (strcmp(command, "save") == 0) {
            FILE *file = open_file(argument, "wb");
            peer.save(file);
            fclose(file);
            puts("saved");
        } else {
            fail("Expected load, run or save, but got %s.", command);
        }
        fflush(stdout);
    }
    return 0;
}

#endif

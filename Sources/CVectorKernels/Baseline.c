#include "VectorKernels.h"

#define WIDTH 4
#define MOST_TILES 6
#include "Vector.inc"
#include "Activation.inc"
#include "Winograd.inc"
#include "Depthwise.inc"
#include "Pointwise.inc"

const struct VectorKernels vector_kernels_baseline = {
    "baseline", WIDTH, {COLUMNS, winograd_transform, winograd_gather, winograd_run},
    {depthwise_run}, {pointwise_packed_count, pointwise_pack, pointwise_run}};

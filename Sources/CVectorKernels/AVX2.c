#include "VectorKernels.h"
#include <string.h>

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx2,fma"))), apply_to = function)
#define WIDTH 8
#define MOST_TILES 6
#include "Vector.inc"
#include "Activation.inc"
#include "Winograd.inc"
#include "Depthwise.inc"
#include "PanelTiles.inc"
#include "Panels.inc"
#pragma clang attribute pop

const struct VectorKernels vector_kernels_avx2 = {
    "avx2", WIDTH, {COLUMNS, winograd_transform, winograd_gather, winograd_run},
    {depthwise_run},
    {panel_columns, panels_packed_count, panels_pack, panels_unpack, panels_scratch_count,
     panels_run}};
#endif

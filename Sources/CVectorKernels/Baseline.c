#include "VectorKernels.h"
#include <string.h>

#define WIDTH 4
#define MOST_TILES 6
#include "Vector.inc"
#include "Activation.inc"
#include "Winograd.inc"
#include "Depthwise.inc"
#include "PanelTiles.inc"
#include "Panels.inc"

const struct VectorKernels vector_kernels_baseline = {
    "baseline", WIDTH, {COLUMNS, winograd_transform, winograd_gather, winograd_run},
    {depthwise_run},
    {panel_columns, panels_packed_count, panels_pack, panels_unpack, panels_scratch_count,
     panels_run}};

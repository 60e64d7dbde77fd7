/// Kernels written for the vector registers of each processor, which Swift cannot choose function
/// by function.
///
/// Each is compiled once for every instruction set and found in a table, so that the rest of the
/// program runs on any processor.
#pragma once
#include "VectorKernelsDepthwise.h"
#include "VectorKernelsPanels.h"
#include "VectorKernelsWinograd.h"

/// The kernels for one instruction set.
struct VectorKernels {
    /// The instruction set's name, for tables.
    const char *name;
    /// The floats of a register.
    long width;
    struct WinogradKernels winograd;
    struct DepthwiseKernels depthwise;
    struct PanelKernels panels;
};

/// The instruction sets there are kernels for, in rising order.
enum VectorInstructions {
    /// What every processor of the architecture has.
    VectorInstructionsBaseline,
    /// AVX2 with fused multiply-add.
    VectorInstructionsAVX2,
    /// AVX-512 with the F, BW, DQ and VL parts.
    VectorInstructionsAVX512,
};

/// The largest instruction set that this processor has.
enum VectorInstructions vector_instructions(void);

enum { vector_processor_name_capacity = 49 };

/// Writes the processor's name for itself, ending in zero; nothing where it has none.
void vector_processor_name(char name[vector_processor_name_capacity]);

/// The kernels for an instruction set, which the processor must have.
const struct VectorKernels *vector_kernels(enum VectorInstructions instructions);

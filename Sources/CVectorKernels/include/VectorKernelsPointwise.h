/// A 1×1 convolution of stride 1: a product of a place's channels and a matrix, for each place.
#pragma once
#include "VectorKernelsActivation.h"

/// A convolution and the memory it works on: NHWC without gaps, a place after the other.
struct PointwiseProblem {
    long channels, result_channels;
    const float *images;
    /// As `pack` made them.
    const float *weights;
    /// One number for each result channel, or null.
    const float *bias;
    /// What is added to the result, or null. May be the result's memory.
    const float *residuals;
    float *results;
    struct VectorActivation activation;
};

struct PointwiseKernels {
    /// The floats that `pack` writes.
    long (*packed_count)(long channels, long result_channels);
    /// Reorders a matrix, given as `[channels][result_channels]`.
    void (*pack)(const float *matrix, long channels, long result_channels, float *packed);
    /// Computes so many places.
    ///
    /// A place's sums run over the channels in rising order, however many places there are.
    void (*run)(const struct PointwiseProblem *problem, long places);
};

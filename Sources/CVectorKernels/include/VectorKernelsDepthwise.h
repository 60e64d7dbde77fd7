/// A depthwise convolution: each channel by itself with a filter of its own.
#pragma once
#include "VectorKernelsActivation.h"

/// A convolution and the memory it works on: NHWC without gaps.
struct DepthwiseProblem {
    /// The channels must be a multiple of the kernels' width.
    long height, width, channels;
    long result_height, result_width;
    long filter_height, filter_width;
    long line_stride, point_stride;
    long line_dilation, point_dilation;
    /// Zeros above and to the left of an image.
    long top, left;
    const float *images;
    /// `[filter_height][filter_width][channels]`.
    const float *filters;
    /// One number for each channel, or null.
    const float *bias;
    /// What is added to the result, or null. May be the result's memory.
    const float *residuals;
    float *results;
    struct VectorActivation activation;
};

struct DepthwiseKernels {
    /// Computes so many images.
    ///
    /// A sum runs over the filter's places in rising order, leaving out those in the padding.
    void (*run)(const struct DepthwiseProblem *problem, long images);
};

/// A convolution over one group, summed as it is defined; a dense layer is a 1×1 one.
///
/// Filters lie in panels of some result channels. A panel is multiplied with as many places at a
/// time as there are registers for their sums. Each result's sum begins with the bias and takes its
/// products in the order of lines, points and channels, so that its bits depend on nothing beside it.
#pragma once
#include "VectorKernelsActivation.h"

/// A convolution over dense NHWC memory.
struct PanelConvolution {
    /// The number of images.
    long count;
    /// The extents of an image.
    long height, width, channels;
    /// The extents of a result.
    long result_height, result_width, result_channels;
    long filter_height, filter_width;
    /// The distance between neighbouring windows.
    long line_stride, point_stride;
    /// Zeros above and to the left of an image.
    long top, left;
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

/// A matrix of filters: a row for each product of a sum, a column for each result channel.
struct PanelFilters {
    long products, columns;
    /// The distance in floats between neighbours outside of panels.
    long product_step, column_step;
};

struct PanelKernels {
    /// Ranges of result channels begin at a multiple of this.
    long column_multiple;
    /// The floats that filters take in panels.
    long (*packed_count)(long products, long columns);
    void (*pack)(const struct PanelFilters *shape, const float *filters, float *packed);
    void (*unpack)(const struct PanelFilters *shape, const float *packed, float *filters);
    /// The floats of working memory that `run` takes.
    long (*scratch_count)(const struct PanelConvolution *convolution);
    /// Computes the result channels from `first` up to `end`.
    void (*run)(const struct PanelConvolution *convolution, long first, long end, float *scratch);
};

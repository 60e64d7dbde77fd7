/// A 3×3 convolution of stride 1 by Winograd's minimal filtering.
///
/// A tile of m×m results is made from (m+2)×(m+2) image points by transforming them, multiplying
/// the channels at each of the (m+2)² positions with transformed weights, and transforming back.
/// Each tile is computed alone and in one order, so that its bits depend on nothing beside it.
/// Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015.
#pragma once
#include "VectorKernelsActivation.h"

/// NHWC memory: the distance in floats from an image, a line and a point to the next.
struct ImageStrides {
    long image, line, point;
};

/// A convolution and the memory it works on.
struct WinogradConvolution {
    /// The tile's extent m: 2 or 4.
    long tile;
    /// The extents of an image. The channels must be a multiple of `channel_multiple`.
    long height, width, channels;
    /// The extents of a result. The channels must be a multiple of the kernels' `result_multiple`.
    long result_height, result_width, result_channels;
    /// Zeros above and to the left of an image.
    long top, left;
    struct ImageStrides image, result, residual;
    const float *images;
    /// As `transform` or, unless `is_transformed`, as `gather` made them, which is for tiles of 4×4.
    const float *weights;
    int is_transformed;
    /// One number for each result channel, or null.
    const float *bias;
    /// What is added to the result, or null. May be the result's memory.
    const float *residuals;
    float *results;
    struct VectorActivation activation;
};

struct WinogradKernels {
    /// The result channels that are computed together.
    long result_multiple;
    /// Transforms filters, given as `[3][3][channels][result_channels]`, into
    /// `(tile + 2)² · channels · result_channels` floats.
    void (*transform)(
        long tile, const float *filters, long channels, long result_channels, float *transformed);
    /// Gathers the same filters for being transformed whenever they are used, into as many floats.
    void (*gather)(
        const float *filters, long channels, long result_channels, float *gathered);
    /// Computes the tiles from `first` on, in the order of images, lines and points.
    ///
    /// `scratch` must have `winograd_scratch` floats, aligned to 64 bytes.
    void (*run)(const struct WinogradConvolution *convolution, long first, long count, float *scratch);
};

enum {
    winograd_channel_multiple = 16,
    /// The channels whose filters are transformed together where that is done whenever they are used.
    winograd_piece = 32
};

/// The floats of working memory for a call.
static inline long winograd_scratch(
    long tile, long channels, long result_multiple, long block, int is_transformed) {
    long positions = (tile + 2) * (tile + 2);
    // Transformed points, products, and the points of one tile at an image's edge.
    long count = positions * (block * (channels + result_multiple) + 2 * 16 + channels);
    return is_transformed ? count : count + positions * (winograd_piece * result_multiple + 16);
}

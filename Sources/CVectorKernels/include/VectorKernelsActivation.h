/// Functions of each element, applied to a result before it is written or to memory.
#pragma once

enum VectorFunction {
    /// The value brought into a range; not-a-number stays.
    VectorFunctionLimits,
    /// x / (1 + exp(−x)), off by at most 2.5e-7 · max(|x|, 1); 0 at −∞.
    VectorFunctionSwish,
    /// 1 / (1 + exp(−x)), off by at most 2e-7.
    VectorFunctionSigmoid,
    /// x · relu6(x + 3) / 6.
    VectorFunctionHardSwish,
};

struct VectorActivation {
    enum VectorFunction function;
    /// The range of `VectorFunctionLimits`.
    float lowest, highest;
};

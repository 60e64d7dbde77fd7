/* Convolution, matrix and elementwise kernels: oneDNN 2.6 or later, by its C interface. */
#pragma once
#include <oneapi/dnnl/dnnl.h>

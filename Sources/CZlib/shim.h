/* Inflating and its checksums. */
#pragma once
#include <zlib.h>

/* HTTP/2 framing and header compression: libnghttp2 1.52 or later. */
#pragma once
#include <nghttp2/nghttp2.h>

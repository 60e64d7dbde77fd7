/* Giving freed memory back to the system, which Swift's Glibc overlay has no name for. */
#pragma once
#include <malloc.h>

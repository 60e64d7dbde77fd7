/// Counts what a thread allocates, for tests that nothing is allocated.
///
/// Stands in for the C library's allocator in the whole test program, and hands every call on.
#pragma once

/// What a thread allocated between `allocations_begin` and `allocations_end`.
struct Allocations {
    /// How many times the program itself or Swift's runtime did.
    long own;
    /// How many of those were of 256 bytes or more.
    long large;
    /// How many times the kernel library did.
    long library;
};

/// Begins to count what the calling thread allocates.
void allocations_begin(void);

/// Ends counting, and gives what was counted.
struct Allocations allocations_end(void);

import CMalloc

/// The memory that the process holds without using it.
public enum ProcessMemory {
    /// Blocks of so many bytes are pages of their own.
    private static let largeBlock: Int32 = 1 << 20

    /// Has large blocks, such as requests' bodies, given back to the system when they are freed.
    ///
    /// The C library would otherwise take the first large block that is freed for one of many, and keep
    /// as much from then on. Call it once, at the start.
    public static func returnLargeBlocks() {
        _ = mallopt(M_MMAP_THRESHOLD, largeBlock)
        _ = mallopt(M_TRIM_THRESHOLD, 2 * largeBlock)
    }

    /// Gives all free pages back to the system.
    static func trim() { malloc_trim(0) }
}

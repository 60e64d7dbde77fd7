#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Memory aligned for vector loads, and in large pages where it is large, which the system makes and
/// the processor finds in a fraction of the time.
///
/// Whoever allocates it frees it, with the same functions.
public enum VectorMemory {
    /// Vector registers and cache lines are at most this wide, in bytes.
    public static let alignment = 64

    /// Gives uninitialized memory of exactly so many bytes.
    public static func allocate(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        isLarge(byteCount)
            ? allocatePages(byteCount: byteCount)
            : .allocate(byteCount: byteCount, alignment: alignment)
    }

    /// Frees what `allocate` gave.
    public static func free(_ memory: UnsafeMutableRawBufferPointer) {
        if isLarge(memory.count) {
            munmap(memory.baseAddress, memory.count)
        } else {
            memory.deallocate()
        }
    }

    private static let largePageByteCount = 2 << 20

    private static func isLarge(_ byteCount: Int) -> Bool { byteCount >= 2 * largePageByteCount }

    /// Pages of the system's own, so that they go back to it at once when they are freed.
    private static func allocatePages(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        guard
            let whole = mmap(
                nil, byteCount + largePageByteCount, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), whole != MAP_FAILED
        else { preconditionFailure("the system gives no \(byteCount) bytes of memory") }
        // Large pages begin at their multiples: what is before and after goes back.
        let start = whole.alignedUp(toMultipleOf: largePageByteCount)
        let end = (start + byteCount).alignedUp(toMultipleOf: Int(getpagesize()))
        let before = start - whole
        if before > 0 { munmap(whole, before) }
        let after = whole + byteCount + largePageByteCount - end
        if after > 0 { munmap(end, after) }
        // No more than is asked for: the rest is in small pages.
        madvise(start, byteCount / largePageByteCount * largePageByteCount, MADV_HUGEPAGE)
        return UnsafeMutableRawBufferPointer(start: start, count: byteCount)
    }
}

/// A head or trailer section that may arrive in pieces.
///
/// A section that lies whole in the input is read there; only one that is cut off is copied.
struct HeadSection {
    private var scanner: HeadScanner
    private var kept: [UInt8] = []
    private let start: HeadScanner

    /// Makes a section that `scanner` finds the end of.
    init(scanner: HeadScanner) {
        self.scanner = scanner
        start = scanner
    }

    /// Whether no byte of a section has been kept.
    var isEmpty: Bool { kept.isEmpty }

    /// The number of bytes that are kept.
    var keptBytes: Int { kept.count }

    /// Takes input from `offset` on and gives the section to `read` once it is whole.
    ///
    /// The empty lines before it are left out. Moves `offset` behind what was taken; nil when more
    /// is needed.
    mutating func take<Result>(
        _ input: Span<UInt8>, at offset: inout Int, limits: MessageLimits,
        _ read: (Span<UInt8>) throws(HTTPError) -> Result
    ) throws(HTTPError) -> Result? {
        let rest = input.extracting(offset..<input.count)
        let before = kept.count
        if before > 0 { keep(rest) }
        guard let end = try findEnd(in: rest, limits) else {
            if before == 0 { keep(rest) }
            offset = input.count
            return nil
        }
        offset += end - before
        let leading = scanner.leading
        scanner = start
        guard before > 0 else { return try read(rest.extracting(leading..<end)) }
        let whole = kept
        kept = []
        return try read(whole.span.extracting(leading..<end))
    }

    private mutating func findEnd(
        in rest: Span<UInt8>, _ limits: MessageLimits
    ) throws(HTTPError) -> Int? {
        var scan = scanner
        defer { scanner = scan }
        if kept.isEmpty { return try scan.end(in: rest, limits: limits) }
        return try scan.end(in: kept.span, limits: limits)
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { kept.append(contentsOf: $0) }
    }
}

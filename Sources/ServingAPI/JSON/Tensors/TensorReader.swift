import Tensors

/// Reads nested lists of values into a tensor's memory, and finds its shape on the way.
///
/// All lists of one depth must have the same length. A tensor may be read as one value, or row by
/// row from values that lie apart.
struct TensorReader {
    /// Which value this is, in messages: `inputs.images`, or `instances`.
    private let path: String
    /// What follows the row's index in messages: `.images` where rows are objects.
    private let rowSuffix: String
    /// The type of every element.
    let elementType: ElementType
    private let buffer: TensorBuffer
    /// The buffer's memory, once there is some, and how many values it holds.
    private var memory: UnsafeMutableRawPointer?
    private var capacity = 0
    private let expectedCount: Int
    /// The extents of a row, if all are known.
    private let row: [Int]?
    /// How many values are read.
    private var count = 0
    /// How many lists are open around each element, once there was one.
    private var rank: Int?
    /// The length of the lists at each depth, -1 where none was closed yet.
    private var extents = InlineArray<33, Int>(repeating: -1)
    /// How many values of the open list at each depth are read; 0 is the depth of the whole.
    private var positions = InlineArray<33, Int>(repeating: 0)

    /// Makes a reader for values of the type; memory for the expected number of them is taken at
    /// once, more as the text asks for it.
    ///
    /// - Parameter row: The extents of a row, which base64 does not tell; without them no base64 is read.
    init(
        path: String, rowSuffix: String = "", elementType: ElementType, expectedCount: Int,
        row: [Int]? = nil
    ) {
        self.row = row
        self.path = path
        self.rowSuffix = rowSuffix
        self.elementType = elementType
        self.expectedCount = expectedCount
        buffer = TensorBuffer(elementType: elementType)
    }

    /// Reads the whole tensor.
    mutating func readTensor(_ scanner: inout JSONScanner) throws(RequestError) {
        try read(&scanner, openLists: 0)
    }

    /// Reads the next row.
    mutating func readRow(_ scanner: inout JSONScanner) throws(RequestError) {
        try read(&scanner, openLists: 1)
        positions[1] += 1
        extents[1] = positions[1]
    }

    /// The extents found, outermost first.
    var shape: [Int] { (0..<(rank ?? 1)).map { max(extents[$0 + 1], 0) } }

    /// The tensor, which takes the memory over; the reader must not be used any more.
    func takeTensor(shape: Shape) -> Tensor { buffer.takeTensor(shape: shape) }

    private mutating func read(
        _ scanner: inout JSONScanner, openLists: Int
    ) throws(RequestError) {
        switch elementType {
        case .bool: try read(Bool.self, &scanner, openLists)
        case .int8: try read(Int8.self, &scanner, openLists)
        case .int16: try read(Int16.self, &scanner, openLists)
        case .int32: try read(Int32.self, &scanner, openLists)
        case .int64: try read(Int64.self, &scanner, openLists)
        case .uint8: try read(UInt8.self, &scanner, openLists)
        case .uint16: try read(UInt16.self, &scanner, openLists)
        case .uint32: try read(UInt32.self, &scanner, openLists)
        case .uint64: try read(UInt64.self, &scanner, openLists)
        case .float16: try read(Float16.self, &scanner, openLists)
        case .bfloat16: try read(BFloat16.self, &scanner, openLists)
        case .float32: try read(Float.self, &scanner, openLists)
        case .float64: try read(Double.self, &scanner, openLists)
        }
    }

    private mutating func read<Element: JSONReadable>(
        _ type: Element.Type, _ scanner: inout JSONScanner, _ openLists: Int
    ) throws(RequestError) {
        let end = scanner.end
        var cursor = scanner.cursor
        defer { scanner.cursor = cursor }
        var depth = openLists
        repeat {
            cursor.skipWhitespace(end)
            if cursor < end, cursor.pointee == UInt8(ascii: "[") {
                guard depth < rank ?? scanner.limits.tensorRank else {
                    throw scanner.failure(
                        at: cursor,
                        expected: rank == nil
                            ? "at most \(scanner.limits.tensorRank) dimensions"
                            : Element.expectation)
                }
                cursor += 1
                depth += 1
                positions[depth] = 0
                cursor.skipWhitespace(end)
                guard cursor < end, cursor.pointee == UInt8(ascii: "]") else { continue }
                // A list without values: whatever it would have held has no dimensions.
                rank = rank ?? depth
            } else if depth <= 1, cursor < end, cursor.pointee == UInt8(ascii: "{"),
                let row, isBase64(at: cursor, scanner)
            {
                try readBase64(&cursor, scanner, depth: depth, row)
                guard depth > openLists else { return }
                positions[depth] += 1
            } else {
                guard depth == rank ?? depth else {
                    throw scanner.failure(at: cursor, expected: "'['")
                }
                rank = depth
                let isList = depth > openLists
                let first = count
                guard try readRun(of: type, &cursor, scanner, isList: isList) else { return }
                positions[depth] = count - first
            }
            try closeLists(&cursor, scanner, from: &depth, to: openLists)
        } while depth > openLists
    }

    /// Reads values up to the end of a list that holds nothing else, or a single one; says whether
    /// there is a list to close.
    @inline(__always)
    private mutating func readRun<Element: JSONReadable>(
        of type: Element.Type, _ cursor: inout UnsafePointer<UInt8>, _ scanner: JSONScanner,
        isList: Bool
    ) throws(RequestError) -> Bool {
        let end = scanner.end
        while true {
            if count == capacity { grow(toReadFrom: cursor, scanner) }
            guard let memory, let value = Element.read(&cursor, end) else {
                throw scanner.failure(at: cursor, expected: Element.expectation)
            }
            memory.storeBytes(
                of: value, toByteOffset: count &* MemoryLayout<Element>.size, as: type)
            count &+= 1
            guard isList else { return false }
            cursor.skipWhitespace(end)
            guard cursor < end, cursor.pointee == UInt8(ascii: ",") else { return true }
            cursor += 1
            cursor.skipWhitespace(end)
        }
    }

    private func isBase64(at cursor: UnsafePointer<UInt8>, _ scanner: JSONScanner) -> Bool {
        var object = scanner
        object.cursor = cursor
        return object.isBase64Next
    }

    /// Reads an object `{"b64": …}` with the bytes of whole rows, or of one row within a list.
    private mutating func readBase64(
        _ cursor: inout UnsafePointer<UInt8>, _ scanner: JSONScanner, depth: Int,
        _ row: [Int]
    ) throws(RequestError) {
        var object = scanner
        object.cursor = cursor
        let elementSize = elementType.byteCount
        let rowCount = row.reduce(elementSize, *)
        let text = try object.readBase64Member()
        let byteCount = try Base64.byteCount(text, in: scanner)
        guard rowCount > 0, depth == 0 ? byteCount.isMultiple(of: rowCount) : byteCount == rowCount
        else {
            throw .partialRow(
                bytes: byteCount, rowBytes: rowCount, row: "\(elementType) \(row)")
        }
        let needed = count + byteCount / elementSize
        if needed > capacity {
            memory = buffer.reserve(max(needed, expectedCount)).baseAddress
            capacity = buffer.capacity
        }
        if let memory, byteCount > 0 {
            try Base64.decode(
                text, to: memory + count * elementSize, in: scanner)
            if elementType == .bool {
                for place in count..<needed {
                    let bytes = memory.assumingMemoryBound(to: UInt8.self)
                    if bytes[place] > 1 { bytes[place] = 1 }
                }
            }
        }
        count = needed
        try note(row, rows: depth == 0 ? byteCount / rowCount : nil, scanner, at: cursor)
        cursor = object.cursor
    }

    /// Takes down the extents that bytes have, which must be those of lists beside them.
    private mutating func note(
        _ row: [Int], rows: Int?, _ scanner: JSONScanner, at start: UnsafePointer<UInt8>
    ) throws(RequestError) {
        if let rows { extents[1] = rows }
        guard rank ?? row.count + 1 == row.count + 1 else {
            throw scanner.failure(at: start, expected: "a list like those before it")
        }
        rank = row.count + 1
        for (index, extent) in row.enumerated() {
            guard extents[index + 2] < 0 || extents[index + 2] == extent else {
                throw .ragged(
                    offset: scanner.offset(of: start), path: path, expected: extents[index + 2],
                    given: extent)
            }
            extents[index + 2] = extent
        }
    }

    private mutating func grow(toReadFrom cursor: UnsafePointer<UInt8>, _ scanner: JSONScanner) {
        var scanner = scanner
        scanner.cursor = cursor
        memory = buffer.reserve(nextCapacity(scanner)).baseAddress
        capacity = buffer.capacity
    }

    /// The next size of the memory: what the signature expects at first, then what the text still
    /// to come holds if it goes on like the text read.
    private func nextCapacity(_ scanner: JSONScanner) -> Int {
        // Each value takes a digit and a comma at least.
        let limit = count + scanner.remaining / 2 + 1
        guard count > 0 else { return min(expectedCount, limit) + 1 }
        let forecast = Double(count) * Double(scanner.remaining) / Double(max(scanner.offset, 1))
        return min(limit, count + max(16, count / 8, Int(forecast * 1.02)))
    }

    /// Closes every list that ends here, and reads the comma where the next value follows.
    @inline(__always)
    private mutating func closeLists(
        _ cursor: inout UnsafePointer<UInt8>, _ scanner: JSONScanner, from depth: inout Int,
        to openLists: Int
    ) throws(RequestError) {
        let end = scanner.end
        while true {
            cursor.skipWhitespace(end)
            switch cursor < end ? cursor.pointee : 0 {
            case UInt8(ascii: "]"):
                let length = positions[depth]
                if extents[depth] != length {
                    guard extents[depth] < 0 else {
                        throw .ragged(
                            offset: scanner.offset(of: cursor), path: listPath(depth),
                            expected: extents[depth], given: length)
                    }
                    extents[depth] = length
                }
                cursor += 1
                depth -= 1
                guard depth > openLists else { return }
                positions[depth] += 1
            case UInt8(ascii: ","):
                cursor += 1
                return
            default: throw scanner.failure(at: cursor, expected: "',' or ']'")
            }
        }
    }

    /// The list open at that depth, as `instances[3][0]`.
    private func listPath(_ depth: Int) -> String {
        let indices = (1..<max(depth, 1)).map { "[\(positions[$0])]" }
        guard !rowSuffix.isEmpty, let row = indices.first else { return path + indices.joined() }
        return path + row + rowSuffix + indices.dropFirst().joined()
    }
}

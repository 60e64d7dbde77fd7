/// Reads the Python dictionary in a `.npy` header: three keys in any order.
struct NpyDictionaryReader {
    struct Entries {
        var typeString: String
        var isFortranOrder: Bool
        var shape: [Int]
    }

    private let file: UnsafeRawBufferPointer
    private var offset: Int
    private let end: Int

    init(_ file: UnsafeRawBufferPointer, range: Range<Int>) {
        self.file = file
        offset = range.lowerBound
        end = range.upperBound
    }

    mutating func read() throws(NpyError) -> Entries {
        var typeString: String?
        var isFortranOrder: Bool?
        var shape: [Int]?
        try expect("{")
        while !accept("}") {
            let keyOffset = offset
            switch try readString() {
            case "descr":
                try expect(":")
                typeString = try readTypeString()
            case "fortran_order":
                try expect(":")
                isFortranOrder = try readBoolean()
            case "shape":
                try expect(":")
                shape = try readTuple()
            default:
                throw .header(
                    offset: keyOffset, expected: "the key 'descr', 'fortran_order' or 'shape'")
            }
            if !accept(",") {
                try expect("}")
                break
            }
        }
        guard let typeString else { throw missing("descr") }
        guard let isFortranOrder else { throw missing("fortran_order") }
        guard let shape else { throw missing("shape") }
        return Entries(typeString: typeString, isFortranOrder: isFortranOrder, shape: shape)
    }

    private func missing(_ key: String) -> NpyError {
        .header(offset: offset, expected: "the key '\(key)'")
    }

    /// The next byte that is not white space, left in place.
    private mutating func peek() -> UInt8? {
        while offset < end, file[offset] == 0x20 || (0x09...0x0D).contains(file[offset]) {
            offset += 1
        }
        return offset < end ? file[offset] : nil
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(NpyError) {
        guard accept(character) else { throw .header(offset: offset, expected: "'\(character)'") }
    }

    private mutating func readString() throws(NpyError) -> String {
        guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw .header(offset: offset, expected: "a quoted string")
        }
        let start = offset + 1
        var close = start
        while close < end, file[close] != quote { close += 1 }
        guard close < end else { throw .header(offset: end, expected: "the end of the string") }
        offset = close + 1
        return String(decoding: file[start..<close], as: UTF8.self)
    }

    /// Structured arrays have a list where plain ones have a string.
    private mutating func readTypeString() throws(NpyError) -> String {
        if peek() == UInt8(ascii: "[") || peek() == UInt8(ascii: "(") {
            throw .unsupportedElementType("a structure")
        }
        return try readString()
    }

    private mutating func readBoolean() throws(NpyError) -> Bool {
        _ = peek()
        for (word, value) in [("True", true), ("False", false)]
        where file[offset..<end].starts(with: word.utf8) {
            offset += word.utf8.count
            return value
        }
        throw .header(offset: offset, expected: "True or False")
    }

    /// NumPy itself has arrays of at most 64 dimensions.
    private static let maximumRank = 64

    private mutating func readTuple() throws(NpyError) -> [Int] {
        var extents: [Int] = []
        try expect("(")
        while !accept(")") {
            guard extents.count < Self.maximumRank else {
                throw .header(offset: offset, expected: "at most \(Self.maximumRank) extents")
            }
            extents.append(try readInteger())
            if !accept(",") {
                try expect(")")
                break
            }
        }
        return extents
    }

    private mutating func readInteger() throws(NpyError) -> Int {
        _ = peek()
        let start = offset
        while offset < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(file[offset]) {
            offset += 1
        }
        guard let value = Int(String(decoding: file[start..<offset], as: UTF8.self)) else {
            throw .header(offset: start, expected: "an extent")
        }
        // Python 2 wrote long integers with a letter behind.
        if offset < end, file[offset] == UInt8(ascii: "L") { offset += 1 }
        return value
    }
}

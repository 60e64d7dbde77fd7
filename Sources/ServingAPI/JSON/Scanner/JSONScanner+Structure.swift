extension JSONScanner {
    /// Reads an object, calling the closure at each value with its key and the key's offset; the
    /// closure must read the value.
    mutating func readObject(
        _ member: (inout JSONScanner, String, Int) throws(RequestError) -> Void
    ) throws(RequestError) {
        try expect("{")
        guard !accept("}") else { return }
        repeat {
            guard peek() == UInt8(ascii: "\"") else { throw failure(expected: "a key in quotes") }
            let keyOffset = offset
            let key = try readString()
            try expect(":")
            skipWhitespace()
            try member(&self, key, keyOffset)
        } while accept(",")
        try expect("}", or: "','")
    }

    /// Reads a list, calling the closure at each value with its index; the closure must read the
    /// value.
    mutating func readList(
        _ element: (inout JSONScanner, Int) throws(RequestError) -> Void
    ) throws(RequestError) {
        try expect("[")
        guard !accept("]") else { return }
        var index = 0
        repeat {
            skipWhitespace()
            try element(&self, index)
            index += 1
        } while accept(",")
        try expect("]", or: "','")
    }

    /// Reads a value of any kind and forgets it.
    ///
    /// - Parameter depth: How many lists and objects are open around it.
    mutating func skipValue(depth: Int = 1) throws(RequestError) {
        switch peek() {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < limits.jsonDepth else {
                throw failure(expected: "at most \(limits.jsonDepth) nested lists and objects")
            }
        default: break
        }
        switch peek() {
        case UInt8(ascii: "{"):
            try readObject { scanner, _, _ throws(RequestError) in
                try scanner.skipValue(depth: depth + 1)
            }
        case UInt8(ascii: "["):
            try readList { scanner, _ throws(RequestError) in
                try scanner.skipValue(depth: depth + 1)
            }
        case UInt8(ascii: "\""): _ = try readString()
        case UInt8(ascii: "t") where accept(word: "true"): break
        case UInt8(ascii: "f") where accept(word: "false"): break
        case UInt8(ascii: "n") where accept(word: "null"): break
        default:
            guard Double.read(&cursor, end) != nil else { throw failure(expected: "a value") }
        }
    }

    /// Reads a count or extent: an integer that is not negative.
    mutating func readExtent() throws(RequestError) -> Int {
        skipWhitespace()
        let start = self
        guard let value = Int64.read(&cursor, end), value >= 0 else {
            throw start.failure(expected: "an integer of at least 0")
        }
        return Int(value)
    }
}
